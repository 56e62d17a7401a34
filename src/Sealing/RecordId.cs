using System.Buffers.Binary;
using System.Text;
using Broker.Sealing.Formatting;

namespace Broker.Sealing;

/// <summary>The id of one record: 128 random bits that say nothing about it.</summary>
/// <remarks>
/// Text: 26 characters of RFC 4648 base32, lower case (<c>a-z2-7</c>), no padding, the unused bits of the last character zero,
/// so that each id has one spelling.
/// </remarks>
public readonly record struct RecordId
{
    /// <summary>Characters of the text form.</summary>
    public const int TextLength = Base32.Length;

    private readonly UInt128 value;

    private RecordId(UInt128 value) => this.value = value;

    /// <summary>A fresh id.</summary>
    public static RecordId New(RandomFill random)
    {
        Span<byte> bytes = stackalloc byte[16];
        random(bytes);
        return new RecordId(BinaryPrimitives.ReadUInt128BigEndian(bytes));
    }

    /// <summary>Parses a text that is known to be an id.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static RecordId Parse(string text) => TryParse(text, out var id) ? id : throw Errors.Unparsable("a record id");

    /// <summary>True when the text is the canonical spelling of an id.</summary>
    public static bool TryParse(string? text, out RecordId id)
    {
        Span<byte> utf8 = stackalloc byte[TextLength];
        id = default;
        return text?.Length == TextLength && Ascii.FromUtf16(text, utf8, out _) == System.Buffers.OperationStatus.Done
            && TryParse(utf8, out id);
    }

    /// <summary>True when the UTF-8 text is the canonical spelling of an id.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out RecordId id)
    {
        var parsed = Base32.TryParse(utf8, out var value);
        id = new RecordId(value);
        return parsed;
    }

    /// <inheritdoc/>
    public override string ToString() => Base32.Format(value);
}
