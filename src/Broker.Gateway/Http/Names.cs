using System.Globalization;

namespace Broker.Gateway.Http;

/// <summary>The forms of names in paths and header fields; what is not of these forms names nothing and reaches no grain.</summary>
internal static class Names
{
    private const int AccountLength = 16;
    private const int CountryLength = 3;
    private const int RevisionLength = 64;
    private const int LongestIdempotencyKey = 64;

    public static bool IsAccount(string text) => text.Length == AccountLength && text.All(char.IsAsciiHexDigitLower);

    public static bool IsCountry(string text) => text.Length == CountryLength && text.All(char.IsAsciiLetterUpper);

    /// <summary>An index of the log as it is written: decimal, without a leading zero, 0 to 2^63 - 1.</summary>
    public static bool TryIndex(string text, out long index) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out index) && text == index.ToString(CultureInfo.InvariantCulture);

    /// <summary>A sharing policy's revision: SHA-256 of its file.</summary>
    public static bool IsRevision(string text) => text.Length == RevisionLength && text.All(char.IsAsciiHexDigitLower);

    public static bool IsVintage(string text) => text is "flash" or "final";

    /// <summary>A block as <c>2014-01</c> or a week as <c>2014-W05</c>.</summary>
    public static bool IsPeriod(string text) =>
        text.Length is 7 or 8
        && text[..4].All(char.IsAsciiDigit)
        && text[4] == '-'
        && text[^2..].All(char.IsAsciiDigit)
        && (text.Length == 7 || text[5] == 'W');

    public static bool IsIdempotencyKey(string text) =>
        text.Length is >= 1 and <= LongestIdempotencyKey && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    /// <summary>True when each value of a route that is not a catch-all has the form of its name.</summary>
    public static bool AreWellFormed(RouteValueDictionary values) => values.All(pair => pair.Value is not string text || pair.Key switch
    {
        "id" => IsAccount(text),
        "country" => IsCountry(text),
        "revision" => IsRevision(text),
        "period" => IsPeriod(text),
        "vintage" => IsVintage(text),
        _ => true,
    });
}
