namespace Broker.Gateway.Problems;

/// <summary>One kind of problem (RFC 9457): what a code means to the person who meets it.</summary>
/// <param name="Code">The closed code; the problem's type is <c>/problems/&lt;code&gt;</c>.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Title">The sentence when the silo gives none.</param>
/// <param name="WhatIsSafe">What did not happen, so that nobody has to guess.</param>
/// <param name="WhatToDo">The next step.</param>
/// <param name="RetryAfter">Seconds to wait before trying again; 0 when trying again does not help.</param>
internal sealed record ProblemKind(string Code, int Status, string Title, string WhatIsSafe, string WhatToDo, int RetryAfter = 0);
