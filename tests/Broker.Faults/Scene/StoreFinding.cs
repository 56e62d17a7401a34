namespace Broker.Faults.Scene;

/// <summary>What a data folder turned out to hold, next to the receipts that were given for it.</summary>
/// <param name="Opens">Whether a silo takes the folder: store, key ring, log.</param>
/// <param name="Lost">Deposits with a receipt that are not there, do not open, or are there with another receipt.</param>
/// <param name="Doubled">Records, keys, commitments or contributions more than there are records.</param>
/// <param name="Records">Records that are there.</param>
/// <param name="LogHolds">Whether every entry, tile and the root agree with the signed checkpoint.</param>
/// <param name="Fault">Type of what was thrown when it did not open; empty when it did.</param>
internal sealed record StoreFinding(bool Opens, int Lost, long Doubled, long Records, bool LogHolds, string Fault)
{
    public bool IsSound => Opens && Lost == 0 && Doubled == 0 && LogHolds;
}
