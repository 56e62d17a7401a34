namespace Broker.Policy.Testing;

/// <summary>What reading a file of tests gave: the tests, or every reason why there are none.</summary>
/// <param name="Tests">The tests; null if and only if a diagnostic is an error.</param>
/// <param name="Diagnostics">All findings of the file, in the order of their places.</param>
public sealed record PolicyTestsReading(PolicyTests? Tests, IReadOnlyList<PolicyDiagnostic> Diagnostics);
