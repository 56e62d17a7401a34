namespace Broker.Briefings;

/// <summary>A signature as an entry of the log carries it: who signed, and the last field of the signed note (C2SP).</summary>
/// <param name="Account">Who signed.</param>
/// <param name="Hex">4 bytes of key hash and 64 bytes of Ed25519, as 136 lower-case hexadecimal digits.</param>
public readonly record struct EntrySignature(AccountName Account, string Hex)
{
    /// <summary>Bytes of a signature with its key hash.</summary>
    public const int Size = 68;

    /// <summary>Of the bytes that a note carries.</summary>
    /// <exception cref="ArgumentException">They are not <see cref="Size"/>.</exception>
    public static EntrySignature Of(AccountName account, ReadOnlySpan<byte> signature)
        => signature.Length == Size ? new EntrySignature(account, Convert.ToHexStringLower(signature)) : throw Fault.WrongLength(nameof(signature), Size);

    /// <summary><c>&lt;account&gt; &lt;136 digits&gt;</c>.</summary>
    public override string ToString() => $"{Account} {Hex}";

    internal static bool TryParse(ReadOnlySpan<byte> value, out EntrySignature signature)
    {
        signature = default;
        Span<byte> bytes = stackalloc byte[Size];
        if (!LineReader.TryField(ref value, out ReadOnlySpan<byte> account) || !AccountName.TryParse(account, out AccountName signer) || !Ascii.TryHex(value, bytes))
        {
            return false;
        }

        signature = Of(signer, bytes);
        return true;
    }
}
