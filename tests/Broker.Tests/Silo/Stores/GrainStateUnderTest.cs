using Orleans;

namespace Broker.Tests.Silo.Stores;

/// <summary>What an engine holds of a grain's state.</summary>
internal sealed class GrainStateUnderTest : IGrainState<GrainTally>
{
    public GrainTally State { get; set; } = new();

    public string? ETag { get; set; }

    public bool RecordExists { get; set; }
}
