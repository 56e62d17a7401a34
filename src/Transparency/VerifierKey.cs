// Verifier keys of signed notes.
//
// References: C2SP signed-note ("Signatures", "Ed25519 signatures"); the text form is that of golang.org/x/mod/sumdb/note.
// Parameters: <name>+<key id, 8 lower-case hex>+<base64(0x01 || 32-byte Ed25519 public key)>;
//   key id = first 4 bytes of SHA-256(name || 0x0A || 0x01 || public key), big-endian. Names here: at most 255 characters.

using System.Diagnostics.CodeAnalysis;

namespace Broker.Transparency;

/// <summary>An Ed25519 public key with the name that it signs under.</summary>
public sealed class VerifierKey
{
    /// <summary>Bytes in an Ed25519 public key.</summary>
    public const int PublicKeySize = 32;

    /// <summary>Characters in the longest name.</summary>
    public const int MaxNameLength = 255;

    private const byte Ed25519 = 0x01;

    private readonly byte[] publicKey;

    /// <summary>Names a public key.</summary>
    /// <exception cref="ArgumentException">The name is not one that C2SP allows, or the key has not 32 bytes.</exception>
    public VerifierKey(string name, ReadOnlySpan<byte> publicKey)
    {
        if (!StrictText.IsKeyName(name))
        {
            throw Faults.KeyName();
        }

        if (publicKey.Length != PublicKeySize)
        {
            throw Faults.KeyLength(publicKey.Length);
        }

        Name = name;
        this.publicKey = publicKey.ToArray();
        Id = KeyText.Id(name, Ed25519, publicKey);
    }

    /// <summary>The name; for a log it is the origin.</summary>
    public string Name { get; }

    /// <summary>The short id in signature lines. It finds a key and proves nothing.</summary>
    public uint Id { get; }

    /// <summary>32 bytes.</summary>
    public ReadOnlySpan<byte> PublicKey => publicKey;

    /// <summary>The text form.</summary>
    public override string ToString() => KeyText.Format(Name, Id, Ed25519, publicKey);

    /// <summary>Reads the text form; the id must be that of the name and key.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out VerifierKey? key)
    {
        key = KeyText.TryParse(text, Ed25519, out var name, out var publicKey) ? new VerifierKey(name, publicKey) : null;
        return key is not null;
    }
}
