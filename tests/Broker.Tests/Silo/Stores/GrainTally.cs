namespace Broker.Tests.Silo.Stores;

internal sealed class GrainTally
{
    public long Total { get; set; }

    public string Word { get; set; } = "";
}
