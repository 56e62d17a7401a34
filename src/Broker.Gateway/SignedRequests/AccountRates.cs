namespace Broker.Gateway.SignedRequests;

/// <summary>
/// How much each account asks. A request is charged when the silo has answered it and found its signature good: whoever only claims
/// an account's key id spends nothing of it, and can't shut the account out. So an account may pass its rate by as many requests
/// as are on their way at once, which <see cref="GatewayOptions.ConcurrentCalls"/> bounds.
/// </summary>
internal sealed class AccountRates(GatewayOptions options, TimeProvider time)
{
    // Full buckets are worth nothing and are dropped, so that only accounts of the last second stay.
    private const int MostKept = 4096;

    private readonly Lock gate = new();
    private readonly Dictionary<string, Bucket> buckets = new(StringComparer.Ordinal);

    /// <summary>Accounts that something is remembered of.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return buckets.Count;
            }
        }
    }

    /// <summary>False when the account has asked for a second's worth and more already.</summary>
    public bool MayAsk(string account)
    {
        lock (gate)
        {
            return !buckets.TryGetValue(account, out var bucket) || Left(bucket) >= 1;
        }
    }

    /// <summary>Counts a request whose signature was good.</summary>
    public void Charge(string account)
    {
        lock (gate)
        {
            if (buckets.Count >= MostKept && !buckets.ContainsKey(account))
            {
                DropFull();
            }

            var left = buckets.TryGetValue(account, out var bucket) ? Left(bucket) : options.AccountRequestsPerSecond;
            buckets[account] = new Bucket(left - 1, time.GetTimestamp());
        }
    }

    private void DropFull()
    {
        foreach (var (account, bucket) in buckets)
        {
            if (Left(bucket) >= options.AccountRequestsPerSecond)
            {
                buckets.Remove(account);
            }
        }
    }

    private double Left(Bucket bucket) => Math.Min(
        options.AccountRequestsPerSecond,
        bucket.Left + (time.GetElapsedTime(bucket.At).TotalSeconds * options.AccountRequestsPerSecond));

    private readonly record struct Bucket(double Left, long At);
}
