using System.Collections.Concurrent;

namespace Broker.Faults.Load;

/// <summary>Every receipt that depositors were given, and whether a deposit was ever given two different ones.</summary>
internal sealed class AckBook
{
    private readonly ConcurrentDictionary<string, Acknowledged> byRecord = new(StringComparer.Ordinal);
    private int differing; // changed by Interlocked only

    public int Count => byRecord.Count;

    /// <summary>Deposits that were answered with more than one receipt.</summary>
    public int Differing => Volatile.Read(ref differing);

    public IReadOnlyCollection<Acknowledged> All => [.. byRecord.Values];

    public void Add(Acknowledged acknowledged)
    {
        Acknowledged kept = byRecord.GetOrAdd(acknowledged.Deposit.Record, acknowledged);
        if (!string.Equals(kept.Receipt, acknowledged.Receipt, StringComparison.Ordinal))
        {
            Interlocked.Increment(ref differing);
        }
    }
}
