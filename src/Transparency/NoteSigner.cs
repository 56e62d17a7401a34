namespace Broker.Transparency;

/// <summary>A key that signs notes under its name.</summary>
public sealed class NoteSigner
{
    /// <summary>Bytes in an Ed25519 signature.</summary>
    public const int SignatureSize = 64;

    private readonly SignDelegate sign;

    /// <summary>Joins the public half with the means to sign.</summary>
    public NoteSigner(VerifierKey key, SignDelegate sign)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(sign);
        Key = key;
        this.sign = sign;
    }

    /// <summary>The public half.</summary>
    public VerifierKey Key { get; }

    internal NoteSignature Sign(ReadOnlySpan<byte> text)
    {
        var signature = new byte[SignatureSize];
        sign(text, signature);
        return new NoteSignature(Key.Name, Key.Id, signature);
    }
}
