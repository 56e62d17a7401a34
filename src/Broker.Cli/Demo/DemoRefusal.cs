namespace Broker.Cli;

/// <summary>The request that the sharing policy refused.</summary>
internal sealed record DemoRefusal(string Code, string Sentence);
