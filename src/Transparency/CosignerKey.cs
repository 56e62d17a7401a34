// Keys of witnesses.
//
// References: C2SP tlog-cosignature (Ed25519, "cosignature/v1"); C2SP signed-note ("Verifier keys").
// Parameters: <name>+<key id, 8 lower-case hex>+<base64(0x04 || 32-byte Ed25519 public key)>;
//   key id = first 4 bytes of SHA-256(name || 0x0A || 0x04 || public key), big-endian. Names here: at most 255 characters.
// Limits: ML-DSA-44 cosigners (type 0x06) are not read; such a key is malformed here.

using System.Diagnostics.CodeAnalysis;

namespace Broker.Transparency;

/// <summary>An Ed25519 public key of a witness, with the name that it cosigns under. It is no key that signs notes, and no such key is one.</summary>
public sealed class CosignerKey
{
    private const byte TimestampedEd25519 = 0x04;

    private readonly byte[] publicKey;

    /// <summary>Names a public key.</summary>
    /// <exception cref="ArgumentException">The name is not one that C2SP allows, or the key has not 32 bytes.</exception>
    public CosignerKey(string name, ReadOnlySpan<byte> publicKey)
    {
        if (!StrictText.IsKeyName(name))
        {
            throw Faults.KeyName();
        }

        if (publicKey.Length != VerifierKey.PublicKeySize)
        {
            throw Faults.KeyLength(publicKey.Length);
        }

        Name = name;
        this.publicKey = publicKey.ToArray();
        Id = KeyText.Id(name, TimestampedEd25519, publicKey);
    }

    /// <summary>The name, a schema-less URL by custom.</summary>
    public string Name { get; }

    /// <summary>The short id in signature lines. It finds a key and proves nothing.</summary>
    public uint Id { get; }

    /// <summary>32 bytes.</summary>
    public ReadOnlySpan<byte> PublicKey => publicKey;

    /// <summary>The text form.</summary>
    public override string ToString() => KeyText.Format(Name, Id, TimestampedEd25519, publicKey);

    /// <summary>Reads the text form; the id must be that of the name and key.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out CosignerKey? key)
    {
        key = KeyText.TryParse(text, TimestampedEd25519, out var name, out var publicKey) ? new CosignerKey(name, publicKey) : null;
        return key is not null;
    }
}
