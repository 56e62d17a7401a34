namespace Broker.Silo.Deposits;

/// <summary>A record that is stored.</summary>
/// <param name="Package">SHA-256 of its package.</param>
/// <param name="State">What has become of it.</param>
/// <param name="Receipt">The receipt that was given for it; empty when it is gone.</param>
internal sealed record KnownRecord(byte[] Package, RecordState State, string Receipt)
{
    /// <summary>Says nothing of what it holds.</summary>
    public override string ToString() => "known record";
}
