namespace Broker.Policy.Tests;

/// <summary>Tests that measure time run while no other test of this project does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    internal const string Name = "alone";
}
