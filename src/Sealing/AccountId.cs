using System.Buffers.Binary;
using System.Text;
using Broker.Sealing.Formatting;

namespace Broker.Sealing;

/// <summary>The pseudonymous id of an account (a depositor, requester, auditor, policy officer or custodian): 64 random bits.</summary>
/// <remarks>Text: 16 lower-case hexadecimal characters.</remarks>
public readonly record struct AccountId
{
    /// <summary>Characters of the text form.</summary>
    public const int TextLength = 16;

    private readonly ulong value;

    private AccountId(ulong value) => this.value = value;

    /// <summary>A fresh id.</summary>
    public static AccountId New(RandomFill random)
    {
        Span<byte> bytes = stackalloc byte[8];
        random(bytes);
        return new AccountId(BinaryPrimitives.ReadUInt64BigEndian(bytes));
    }

    /// <summary>Parses a text that is known to be an id.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static AccountId Parse(string text) => TryParse(text, out var id) ? id : throw Errors.Unparsable("an account id");

    /// <summary>True when the text is the canonical spelling of an id.</summary>
    public static bool TryParse(string? text, out AccountId id)
    {
        Span<byte> utf8 = stackalloc byte[TextLength];
        id = default;
        return text?.Length == TextLength && Ascii.FromUtf16(text, utf8, out _) == System.Buffers.OperationStatus.Done
            && TryParse(utf8, out id);
    }

    /// <summary>True when the UTF-8 text is the canonical spelling of an id.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out AccountId id)
    {
        Span<byte> bytes = stackalloc byte[8];
        var parsed = Hex.TryParse(utf8, bytes);
        id = parsed ? new AccountId(BinaryPrimitives.ReadUInt64BigEndian(bytes)) : default;
        return parsed;
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        return Hex.Format(bytes);
    }
}
