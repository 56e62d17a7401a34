using System.Buffers.Binary;
using System.Text;
using Broker.Sealing.Formatting;

namespace Broker.Sealing;

/// <summary>The id of a vault epoch: 32 random bits, unique within one key ring.</summary>
/// <remarks>Text: 8 lower-case hexadecimal characters.</remarks>
public readonly record struct EpochId
{
    /// <summary>Characters of the text form.</summary>
    public const int TextLength = 8;

    private readonly uint value;

    private EpochId(uint value) => this.value = value;

    /// <summary>A fresh id.</summary>
    public static EpochId New(RandomFill random)
    {
        Span<byte> bytes = stackalloc byte[4];
        random(bytes);
        return new EpochId(BinaryPrimitives.ReadUInt32BigEndian(bytes));
    }

    /// <summary>Parses a text that is known to be an id.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static EpochId Parse(string text) => TryParse(text, out var id) ? id : throw Errors.Unparsable("an epoch id");

    /// <summary>True when the text is the canonical spelling of an id.</summary>
    public static bool TryParse(string? text, out EpochId id)
    {
        Span<byte> utf8 = stackalloc byte[TextLength];
        id = default;
        return text?.Length == TextLength && Ascii.FromUtf16(text, utf8, out _) == System.Buffers.OperationStatus.Done
            && TryParse(utf8, out id);
    }

    /// <summary>True when the UTF-8 text is the canonical spelling of an id.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out EpochId id)
    {
        Span<byte> bytes = stackalloc byte[4];
        var parsed = Hex.TryParse(utf8, bytes);
        id = parsed ? new EpochId(BinaryPrimitives.ReadUInt32BigEndian(bytes)) : default;
        return parsed;
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return Hex.Format(bytes);
    }
}
