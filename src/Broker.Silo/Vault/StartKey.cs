using Broker.Sealing;

namespace Broker.Silo.Vault;

/// <summary>The silo key: never stored; custodians seal their shares to it. A new one at each start and whenever the vault was sealed.</summary>
/// <remarks>
/// Were it kept over a sealing, whoever carries the shares (the gateway) could keep a copy of the envelopes and open the vault with them
/// again, without the custodians, after it was sealed because of him.
/// </remarks>
internal sealed class StartKey : IDisposable
{
    private readonly RandomFill random;
    private volatile Pair current;

    public StartKey(RandomFill random)
    {
        this.random = random;
        current = new Pair(X25519PrivateKey.Generate(random));
        Id = current.Fingerprint;
    }

    /// <summary>Names this start in the log's keys; the first silo key's fingerprint.</summary>
    public string Id { get; }

    public byte[] PublicKey => current.PublicKey;

    /// <summary>What a person at the silo's console reads to the custodians.</summary>
    public string Fingerprint => current.Fingerprint;

    /// <summary>Opens what was sealed to the silo key. Used and renewed under the ceremony's lock only.</summary>
    public X25519PrivateKey Private => current.Key;

    /// <summary>Makes another silo key: nothing that was sealed to the last one opens any more.</summary>
    public void Renew()
    {
        Pair before = current;
        current = new Pair(X25519PrivateKey.Generate(random));
        before.Key.Dispose();
    }

    public void Dispose() => current.Key.Dispose();

    private sealed class Pair(X25519PrivateKey key)
    {
        public X25519PrivateKey Key => key;

        public byte[] PublicKey { get; } = key.PublicKey;

        public string Fingerprint { get; } = SiloKey.Fingerprint(key.PublicKey);
    }
}
