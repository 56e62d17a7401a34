using System.Text;
using Broker.Contracts;
using Broker.Sealing;
using Broker.Silo.Storage;
using Broker.Silo.Vault;

namespace Broker.Silo.Grains;

/// <summary>The gateway's key ring: stores its elements and wraps them under a key of the vault.</summary>
/// <remarks>
/// Wrapped form: XChaCha20-Poly1305 (nonce 24 bytes, ciphertext, tag 16 bytes) under a key derived for this use alone, bound to this
/// instance. It opens nothing of depositors: a gateway that calls as it likes learns what it gave, and can fill the table, no more.
/// Limits: an element at most 64 KiB as it is stored, at most 1,000 of them, names of 1 to 200 letters, digits and hyphens.
/// </remarks>
[GrainType("web-keys")]
internal sealed class WebKeysGrain(IStore store, VaultService vault) : Grain, IWebKeysGrain
{
    private const string Key = "webkeys/this";
    private const int LargestElement = 64 * 1024;
    private const int MostElements = 1000;
    private const int LongestName = 200;

    private static readonly Outcome Full = Outcome.Refuse("web-keys-full", "the gateway's key ring holds as many elements as it may; nothing was changed");

    public Task<WebKeysOutcome> Read() => Task.FromResult(Refusal() is { } refusal
        ? new WebKeysOutcome(refusal, [])
        : new WebKeysOutcome(Outcome.Ok, store.Read(connection => connection.Rows(row => row.Bytes(0), "SELECT element FROM web_keys ORDER BY id"))));

    public async Task<Outcome> Store(string name, byte[] element)
    {
        if (Refusal() is { } refusal)
        {
            return refusal;
        }

        if (!IsName(name) || element.Length is 0 or > LargestElement)
        {
            return Answers.Malformed("element of a key ring");
        }

        bool stored = await store.WriteAsync(connection => connection.Execute(
            "INSERT INTO web_keys (name, element) SELECT $1, $2 WHERE (SELECT count(*) FROM web_keys) < $3", name, element, MostElements) == 1);
        return stored ? Outcome.Ok : Full;
    }

    public Task<WrapOutcome> Wrap(byte[] plain) => Task.FromResult(Use(key =>
    {
        if (plain.Length is 0 or > LargestElement - XChaCha20Poly1305.Overhead)
        {
            return null;
        }

        byte[] wrapped = new byte[plain.Length + XChaCha20Poly1305.Overhead];
        XChaCha20Poly1305.Seal(wrapped, key, Place(), plain, vault.Random);
        return wrapped;
    }));

    public Task<WrapOutcome> Unwrap(byte[] wrapped) => Task.FromResult(Use(key =>
    {
        if (wrapped.Length is <= XChaCha20Poly1305.Overhead or > LargestElement)
        {
            return null;
        }

        byte[] plain = new byte[wrapped.Length - XChaCha20Poly1305.Overhead];
        return XChaCha20Poly1305.TryOpen(plain, key, Place(), wrapped) ? plain : null;
    }));

    private WrapOutcome Use(Func<SecretKey, byte[]?> operation)
    {
        if (Refusal() is { } refusal)
        {
            return new WrapOutcome(refusal, []);
        }

        try
        {
            using SecretKey key = vault.WebKey();
            return operation(key) is { } bytes ? new WrapOutcome(Outcome.Ok, bytes) : new WrapOutcome(Answers.Malformed("element of a key ring"), []);
        }
        catch (VaultSealedException)
        {
            // It was sealed since we asked.
            return new WrapOutcome(Answers.Sealed, []);
        }
    }

    /// <summary>Another key names no other ring: it would be a second way to this one.</summary>
    private Outcome? Refusal() =>
        !string.Equals(this.GetPrimaryKeyString(), Key, StringComparison.Ordinal) ? Answers.Malformed("name of a key ring")
        : vault.IsUnsealed ? null
        : Answers.Sealed;

    private byte[] Place() => Encoding.ASCII.GetBytes(Domains.WebKey(vault.Origin));

    private static bool IsName(string name) => name.Length is > 0 and <= LongestName && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
}
