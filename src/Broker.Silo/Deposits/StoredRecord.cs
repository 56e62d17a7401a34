using Broker.Sealing;

namespace Broker.Silo.Deposits;

/// <summary>The row of a record that is kept; everything but its id is ciphertext or a keyed tag.</summary>
/// <param name="Record">The record.</param>
/// <param name="Owner">Keyed tag of its depositor.</param>
/// <param name="DataKey">Its wrapped data key; null when it is missing.</param>
/// <param name="Observation">The observation under the data key; null when it is missing.</param>
/// <param name="Manifest">The manifest likewise.</param>
/// <param name="Receipt">The receipt likewise.</param>
internal sealed record StoredRecord(RecordId Record, byte[] Owner, byte[]? DataKey, byte[]? Observation, byte[]? Manifest, byte[]? Receipt)
{
    /// <summary>Says nothing of what it holds.</summary>
    public override string ToString() => "stored record";
}
