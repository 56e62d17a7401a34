namespace Broker.Transparency;

/// <summary>What a witness answers to a checkpoint.</summary>
/// <param name="Status">The HTTP status that C2SP tlog-witness gives: 200, 400, 403, 404, 409 or 422.</param>
/// <param name="Checkpoint">Of 200: the checkpoint to keep, durably, before it is cosigned; null of any other.</param>
/// <param name="LatestSize">Of 409: the size that was cosigned last, to be told.</param>
public sealed record WitnessVerdict(int Status, Checkpoint? Checkpoint, long LatestSize)
{
    /// <summary>Whether the checkpoint is to be kept and cosigned.</summary>
    public bool Cosigns => Checkpoint is not null;
}
