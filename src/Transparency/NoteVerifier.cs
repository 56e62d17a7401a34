namespace Broker.Transparency;

/// <summary>A trusted key and the means to verify with it.</summary>
public sealed class NoteVerifier
{
    private readonly VerifyDelegate verify;

    /// <summary>Trusts a key.</summary>
    public NoteVerifier(VerifierKey key, VerifyDelegate verify)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(verify);
        Key = key;
        this.verify = verify;
    }

    /// <summary>Trusts a key by name and bytes.</summary>
    /// <exception cref="ArgumentException">The name is not one that C2SP allows, or the key has not 32 bytes.</exception>
    public NoteVerifier(string name, ReadOnlySpan<byte> publicKey, VerifyDelegate verify)
        : this(new VerifierKey(name, publicKey), verify)
    {
    }

    /// <summary>The trusted key.</summary>
    public VerifierKey Key { get; }

    internal bool Verify(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature) =>
        signature.Length == NoteSigner.SignatureSize && verify(Key.PublicKey, text, signature);
}
