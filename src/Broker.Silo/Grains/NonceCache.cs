using System.Globalization;

namespace Broker.Silo.Grains;

/// <summary>Remembers the nonces of accepted requests for as long as their signatures last.</summary>
/// <remarks>
/// It lives in memory only. A request signed before the silo started is refused, so that one which was accepted before a restart
/// can't be replayed after it; a tool that meets this signs anew.
/// </remarks>
internal sealed class NonceCache(WallClock wall)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(11);

    private readonly Dictionary<string, DateTimeOffset> used = new(StringComparer.Ordinal);
    private DateTimeOffset nextSweep = wall.Now + Lifetime;

    /// <summary>True once for a nonce whose signature, checked before, was made after the silo started.</summary>
    public bool TryUse(string nonce, string checkedSignatureInput)
    {
        Sweep();
        return CreatedAt(checkedSignatureInput) >= wall.StartedAt && used.TryAdd(nonce, wall.Now);
    }

    private static DateTimeOffset CreatedAt(string signatureInput)
    {
        const string name = ";created=";
        ReadOnlySpan<char> rest = signatureInput.AsSpan(signatureInput.IndexOf(name, StringComparison.Ordinal) + name.Length);
        int end = rest.IndexOf(';');
        return DateTimeOffset.FromUnixTimeSeconds(long.Parse(end < 0 ? rest : rest[..end], NumberStyles.None, CultureInfo.InvariantCulture));
    }

    private void Sweep()
    {
        if (wall.Now < nextSweep)
        {
            return;
        }

        foreach (string old in used.Where(pair => pair.Value + Lifetime < wall.Now).Select(pair => pair.Key).ToList())
        {
            used.Remove(old);
        }

        nextSweep = wall.Now + Lifetime;
    }
}
