using System.Security.Cryptography;
using Broker.Sealing;

namespace Broker.Silo.Vault;

/// <summary>The silo key: made at each start, never stored; custodians seal their shares to it.</summary>
internal sealed class StartKey : IDisposable
{
    private const int FingerprintSize = 16;

    private readonly X25519PrivateKey key;

    public StartKey(RandomFill random)
    {
        key = X25519PrivateKey.Generate(random);
        PublicKey = key.PublicKey;
        Fingerprint = Convert.ToHexStringLower(SHA256.HashData(PublicKey).AsSpan(0, FingerprintSize));
    }

    public byte[] PublicKey { get; }

    /// <summary>What a person at the silo's console reads to the custodians: the first 16 bytes of SHA-256 of the public key.</summary>
    public string Fingerprint { get; }

    /// <summary>Opens what was sealed to this start.</summary>
    public X25519PrivateKey Private => key;

    public void Dispose() => key.Dispose();
}
