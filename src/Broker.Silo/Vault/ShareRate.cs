namespace Broker.Silo.Vault;

/// <summary>Limits how many shares are looked at in a second: anybody may send some, and each costs a key agreement.</summary>
/// <remarks>Not against guessing, which the size of a share makes hopeless. Not safe for concurrent use: the ceremony has a lock.</remarks>
internal sealed class ShareRate(int perSecond)
{
    private long second = long.MinValue;
    private int taken;

    public bool TryTake(DateTimeOffset now)
    {
        if (now.ToUnixTimeSeconds() != second)
        {
            (second, taken) = (now.ToUnixTimeSeconds(), 0);
        }

        return ++taken <= perSecond;
    }
}
