namespace Broker.Silo.Vault;

/// <summary>Limits how many shares are opened in a second: anybody may send some, and each costs a key agreement, about 50 µs.</summary>
/// <remarks>
/// Not against guessing, which the size of a share makes hopeless. As high as it may be (500: some hundredths of a core), because whoever uses it up
/// keeps custodians waiting. Not safe for concurrent use: the ceremony has a lock.
/// </remarks>
internal sealed class ShareRate(int perSecond)
{
    private const int Quiet = 10;

    private long second = long.MinValue;
    private int taken;

    /// <summary>Few were taken in this second.</summary>
    public bool IsQuiet => taken <= Quiet;

    public bool TryTake(DateTimeOffset now)
    {
        if (now.ToUnixTimeSeconds() != second)
        {
            (second, taken) = (now.ToUnixTimeSeconds(), 0);
        }

        return ++taken <= perSecond;
    }
}
