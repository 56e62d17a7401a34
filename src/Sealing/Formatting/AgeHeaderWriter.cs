using System.Buffers.Text;

namespace Broker.Sealing.Formatting;

/// <summary>Writes the header of an age v1 file for X25519 recipients into a buffer. Reference: c2sp.org/age, "Header".</summary>
internal ref struct AgeHeaderWriter(Span<byte> buffer)
{
    /// <summary>Bytes of a header with the most stanzas that a file may have.</summary>
    internal const int MaxLength = FirstLineLength + (DepositLimits.Stanzas * StanzaLength) + MacLineLength;

    private const int FirstLineLength = 22;
    private const int KeyLength = 43;
    private const int StanzaLength = 10 + KeyLength + 1 + KeyLength + 1;
    private const int MacLineLength = 4 + KeyLength + 1;

    private readonly Span<byte> buffer = buffer;
    private int length;

    /// <summary>What stands so far.</summary>
    internal readonly ReadOnlySpan<byte> Written => buffer[..length];

    internal void WriteFirstLine() => Append("age-encryption.org/v1\n"u8);

    /// <summary>A stanza of the ephemeral share and the body, 32 bytes each: one line each, so that no line is ever wrapped here.</summary>
    internal void WriteStanza(scoped ReadOnlySpan<byte> share, scoped ReadOnlySpan<byte> body)
    {
        Append("-> X25519 "u8);
        AppendKey(share);
        Append("\n"u8);
        AppendKey(body);
        Append("\n"u8);
    }

    /// <summary>The start of the last line, which the MAC covers.</summary>
    internal void WriteDashes() => Append("---"u8);

    internal void WriteMac(scoped ReadOnlySpan<byte> mac)
    {
        Append(" "u8);
        AppendKey(mac);
        Append("\n"u8);
    }

    private void Append(scoped ReadOnlySpan<byte> text)
    {
        text.CopyTo(buffer[length..]);
        length += text.Length;
    }

    // 32 bytes as base64 are 43 characters and one of padding, which age leaves out.
    private void AppendKey(scoped ReadOnlySpan<byte> bytes)
    {
        Span<byte> padded = stackalloc byte[KeyLength + 1];
        _ = Base64.EncodeToUtf8(bytes, padded, out _, out _);
        Append(padded[..KeyLength]);
    }
}
