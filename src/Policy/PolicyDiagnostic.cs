using System.Globalization;

namespace Broker.Policy;

/// <summary>One finding about a policy file.</summary>
/// <param name="File">The name of the file, as the caller gave it.</param>
/// <param name="Line">Line of the finding, from 1.</param>
/// <param name="Column">Column of the finding in UTF-16 units, from 1.</param>
/// <param name="Code">A code of <see cref="PolicyCodes"/>.</param>
/// <param name="Message">Plain words, lower case, without a full stop.</param>
/// <param name="IsError">An error keeps the policy from being read; a warning does not.</param>
public sealed record PolicyDiagnostic(string File, int Line, int Column, string Code, string Message, bool IsError)
{
    /// <summary>The finding as <c>file:line:column: message</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}:{Column}: {Message}");
}
