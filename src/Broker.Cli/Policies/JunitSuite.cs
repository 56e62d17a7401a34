namespace Broker.Cli;

/// <summary>Cases of one command.</summary>
/// <param name="Name">The command and the file, as <c>policy test policies/caf-2013.yaml</c>.</param>
/// <param name="Cases">The cases.</param>
internal sealed record JunitSuite(string Name, IReadOnlyList<JunitCase> Cases);
