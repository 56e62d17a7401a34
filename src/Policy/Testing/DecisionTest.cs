namespace Broker.Policy.Testing;

/// <summary>A request and the decision that an officer expects; what is null is not looked at.</summary>
/// <param name="Name">The test's name, unique in its file.</param>
/// <param name="Line">Line of the test in its file, from 1.</param>
/// <param name="Request">The request.</param>
/// <param name="Permit">The answer expected.</param>
/// <param name="Kind">The kind of decision expected.</param>
/// <param name="By">The determining rules expected, all of them, in any order.</param>
/// <param name="Missing">The missing facts expected, all of them, in any order.</param>
/// <param name="Because">A text that the sentence must hold.</param>
public sealed record DecisionTest(
    string Name,
    int Line,
    PolicyRequest Request,
    bool Permit,
    DecisionKind? Kind,
    IReadOnlyList<string>? By,
    IReadOnlyList<string>? Missing,
    string? Because);
