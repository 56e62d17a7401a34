namespace Broker.Faults.Load;

/// <summary>What came back for one sending.</summary>
/// <param name="Status">HTTP status; 0 when the connection broke or nothing came.</param>
/// <param name="Body">The body.</param>
internal sealed record Answer(int Status, byte[] Body)
{
    public static Answer None { get; } = new(0, []);
}
