using System.Globalization;
using Broker.Sealing;
using Broker.Silo.Storage;

namespace Broker.Silo.Grains;

/// <summary>Remembers the nonces of accepted requests for as long as their signatures last.</summary>
/// <remarks>
/// Nonces live in memory. So that a request which was accepted before a restart can't be replayed after it, one signed before the
/// silo started is refused (a tool that meets this signs anew), and the nonce of one signed by a clock ahead of ours is stored.
/// </remarks>
internal sealed class NonceCache(WallClock wall, IStore store)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(11);

    private readonly Dictionary<string, DateTimeOffset> used = new(StringComparer.Ordinal);
    private DateTimeOffset nextSweep = wall.Now + Lifetime;

    /// <summary>True once for a nonce whose signature, checked before, was made after the silo started.</summary>
    /// <param name="nonce">The nonce.</param>
    /// <param name="checkedSignatureInput">The parameters that were signed.</param>
    /// <param name="needsNoStore">
    /// The call must go through although the store takes nothing: then the nonce is not stored. For sealing only, which a replay after a
    /// restart does once more at worst.
    /// </param>
    public async Task<bool> TryUse(string nonce, string checkedSignatureInput, bool needsNoStore = false)
    {
        DateTimeOffset created = CreatedAt(checkedSignatureInput);
        return created >= wall.StartedAt && TryAdd(nonce) && (created <= wall.Now || needsNoStore ? !WasStored(nonce, created) : await TryStore(nonce));
    }

    private bool TryAdd(string nonce)
    {
        // The configured operator's cache is used by that account's grain and, while the vault is sealed, beside it.
        lock (used)
        {
            Sweep();
            return used.TryAdd(nonce, wall.Now);
        }
    }

    private static DateTimeOffset CreatedAt(string signatureInput)
    {
        const string name = ";created=";
        ReadOnlySpan<char> rest = signatureInput.AsSpan(signatureInput.IndexOf(name, StringComparison.Ordinal) + name.Length);
        int end = rest.IndexOf(';');
        return DateTimeOffset.FromUnixTimeSeconds(long.Parse(end < 0 ? rest : rest[..end], NumberStyles.None, CultureInfo.InvariantCulture));
    }

    // One accepted before the start was signed at most the clocks' allowance after it: only then is there anything to look up.
    private bool WasStored(string nonce, DateTimeOffset created) => created <= wall.StartedAt + RequestSignature.ClockAllowance
        && store.Read(connection => connection.Number("SELECT 1 FROM nonces WHERE nonce = $1", nonce)) is not null;

    private Task<bool> TryStore(string nonce)
    {
        long now = wall.Now.ToUnixTimeSeconds();
        return store.WriteAsync(connection =>
        {
            connection.Execute("DELETE FROM nonces WHERE used < $1", now - (long)Lifetime.TotalSeconds);
            return connection.Execute("INSERT INTO nonces (nonce, used) VALUES ($1, $2) ON CONFLICT DO NOTHING", nonce, now) == 1;
        });
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
