using System.Buffers.Binary;
using System.Buffers.Text;
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

    // Thousands of requests a second are remembered for minutes: as their 16 bytes, and forgotten one by one in their order, so that no request waits for all.
    private readonly HashSet<UInt128> used = [];
    private readonly Queue<(UInt128 Nonce, DateTimeOffset At)> order = new();

    /// <summary>How many are remembered.</summary>
    public int Count
    {
        get
        {
            lock (used)
            {
                return used.Count;
            }
        }
    }

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
            DateTimeOffset now = wall.Now;
            while (order.TryPeek(out (UInt128 Nonce, DateTimeOffset At) oldest) && oldest.At + Lifetime < now)
            {
                used.Remove(oldest.Nonce);
                order.Dequeue();
            }

            UInt128 key = Key(nonce);
            if (!used.Add(key))
            {
                return false;
            }

            order.Enqueue((key, now));
            return true;
        }
    }

    /// <summary>The 16 bytes of a nonce whose form the signature's check has found to be right.</summary>
    private static UInt128 Key(string nonce)
    {
        Span<byte> bytes = stackalloc byte[16];
        return Base64Url.TryDecodeFromChars(nonce, bytes, out int length) && length == bytes.Length
            ? BinaryPrimitives.ReadUInt128BigEndian(bytes)
            : throw new ArgumentException("a nonce is 16 bytes in base64url", nameof(nonce));
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
}
