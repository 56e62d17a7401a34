namespace Broker.Tests.Faults;

/// <summary>One fault at a time, beside nothing else: each runs processes of its own.</summary>
[CollectionDefinition(nameof(FaultCollection), DisableParallelization = true)]
public sealed class FaultCollection;
