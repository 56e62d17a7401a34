namespace Broker.Contracts;

/// <summary>Which grain takes a batch: a depositor's batches are spread over shards by their idempotency keys, so that one waits for another of its own shard only.</summary>
/// <remarks>
/// The same key is always of the same shard, so that a batch that is sent twice is not checked twice at once. Nothing else relies on it: that a key and a
/// record are taken once is decided in the transaction that stores them, whichever grains they came through.
/// </remarks>
public static class DepositShards
{
    /// <summary>How many shards a depositor has; 64 callers of one organisation meet another one of theirs in one of nine cases.</summary>
    public const int Count = 256;

    /// <summary>The key of the grain that takes the batch.</summary>
    public static string KeyOf(string depositor, string idempotencyKey)
    {
        ArgumentNullException.ThrowIfNull(idempotencyKey);

        // FNV-1a: spreads, and keeps no secret. Both ends compute it, so it must not differ between processes as GetHashCode does.
        uint hash = 2166136261;
        foreach (char letter in idempotencyKey)
        {
            hash = unchecked((hash ^ letter) * 16777619);
        }

        return $"depositor/{depositor}/{hash % Count}";
    }

    /// <summary>The key of the grain that answers for all of a depositor's records, whichever shard took them.</summary>
    public static string First(string depositor) => $"depositor/{depositor}/0";
}
