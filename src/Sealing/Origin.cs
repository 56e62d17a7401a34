using System.Text;

namespace Broker.Sealing;

/// <summary>The name of one broker instance: the start of everything that it signs or hashes.</summary>
/// <remarks>
/// 1 to 63 characters, <c>^[a-z0-9][a-z0-9./-]{0,62}$</c>, for example <c>broker.example/car</c>. The default value is no
/// origin and prints as an empty text.
/// </remarks>
public readonly record struct Origin
{
    /// <summary>The longest origin, in characters.</summary>
    public const int MaxLength = 63;

    private readonly string? value;

    private Origin(string value) => this.value = value;

    /// <summary>Parses a text that is known to be an origin.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static Origin Parse(string text) => TryParse(text, out var origin) ? origin : throw Errors.Unparsable("an origin");

    /// <summary>True when the text is an origin.</summary>
    public static bool TryParse(string? text, out Origin origin)
    {
        origin = default;
        if (text is null || text.Length is 0 or > MaxLength || text[0] is '.' or '/' or '-' || !text.All(IsAllowed))
        {
            return false;
        }

        origin = new Origin(text);
        return true;
    }

    /// <summary>True when the UTF-8 text is an origin.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out Origin origin)
    {
        origin = default;
        return utf8.Length <= MaxLength && Ascii.IsValid(utf8) && TryParse(Encoding.ASCII.GetString(utf8), out origin);
    }

    /// <inheritdoc/>
    public override string ToString() => value ?? string.Empty;

    private static bool IsAllowed(char character) =>
        char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character is '.' or '/' or '-';
}
