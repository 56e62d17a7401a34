using System.Globalization;

namespace Broker.Policy.Reading;

/// <summary>Reads single values. Each takes null for "was not there", and gives null after reporting an error.</summary>
internal static class Scalars
{
    internal static string? Name(YamlNode? node, Findings findings) =>
        Read(node, findings, PolicyCodes.BadName, PolicyVocabulary.IsName, "is not a name (a-z, 0-9 and single hyphens, at most 40, no reserved word)");

    internal static string? State(YamlNode? node, Findings findings) =>
        Read(node, findings, PolicyCodes.BadState, PolicyVocabulary.IsState, "is not an iso 3166-1 alpha-3 code");

    internal static string? Text(YamlNode? node, Findings findings) =>
        Read(node, findings, PolicyCodes.BadText, IsText, "is not a text of one line, 1 to 300 characters");

    internal static string? Reason(YamlNode? node, Findings findings) =>
        Read(node, findings, PolicyCodes.BadText, t => IsText(t) && !t.EndsWith('.'), "is not a reason of one line, 1 to 300 characters, without a full stop");

    internal static string? Word(YamlNode? node, Findings findings, WordValue value) =>
        Read(node, findings, PolicyCodes.BadWord, word => value.Words.Contains(word, StringComparer.Ordinal), $"is not one of {string.Join(", ", value.Words)}");

    /// <summary>A text of the form that the grammar asks for.</summary>
    internal static string? One(YamlNode? node, GrammarValue value, Findings findings) => value switch
    {
        WordValue word => Word(node, findings, word),
        ScalarValue { Kind: ScalarKind.Name } => Name(node, findings),
        ScalarValue { Kind: ScalarKind.State } => State(node, findings),
        ScalarValue { Kind: ScalarKind.Text } => Text(node, findings),
        ScalarValue { Kind: ScalarKind.Reason } => Reason(node, findings),
        _ => throw new InvalidOperationException("the grammar has no text here"),
    };

    internal static DateOnly? Date(YamlNode? node, Findings findings) =>
        Read(node, findings, PolicyCodes.BadDate, t => ParseDate(t) is not null, "is not a date yyyy-mm-dd") is { } text ? ParseDate(text) : null;

    internal static (DateOnly First, DateOnly Last)? Term(YamlNode? node, Findings findings) =>
        Read(node, findings, PolicyCodes.BadDate, t => ParseTerm(t) is not null, "is not a term yyyy-mm-dd/yyyy-mm-dd") is { } text ? ParseTerm(text) : null;

    /// <summary>A whole number; one outside of the floor is reported and given all the same, so that what depends on it is checked too.</summary>
    internal static int? Whole(YamlNode? node, Findings findings, WholeValue value)
    {
        string complaint = string.Create(CultureInfo.InvariantCulture, $"is not a whole number from {value.Least} to {value.Most}");
        if (Read(node, findings, PolicyCodes.BadNumber, t => ParseWhole(t) is { } n && n >= value.Least && n <= value.Most, complaint) is not { } text)
        {
            return null;
        }

        int? number = ParseWhole(text);
        if (value.Floor is { } floor && (number < floor.Least || number > floor.Most))
        {
            findings.Error(node!, floor.Code, floor.Message);
        }

        return number;
    }

    internal static TimeSpan? Days(YamlNode? node, Findings findings) =>
        Read(node, findings, PolicyCodes.BadDuration, t => ParseDays(t) is not null, "is not a number of days, as 28d, at most 3650d") is { } text
            ? TimeSpan.FromDays(ParseDays(text)!.Value)
            : null;

    /// <summary>A decimal of at most six places, exactly.</summary>
    internal static YearlyRho? Rho(YamlNode? node, Findings findings) =>
        Read(node, findings, PolicyCodes.BadNumber, t => ParseRho(t) is not null, "is not a decimal above 0 with at most six places") is { } text ? ParseRho(text) : null;

    internal static string? Read(YamlNode? node, Findings findings, string code, Func<string, bool> isRight, string complaint)
    {
        if (node is null)
        {
            return null;
        }

        if (node is not YamlScalar scalar)
        {
            findings.Error(node, PolicyCodes.WrongShape, "a single value is expected here");
            return null;
        }

        if (isRight(scalar.Value))
        {
            return scalar.Value;
        }

        findings.Error(node, code, $"{Findings.Quote(scalar.Value.ReplaceLineEndings(" "))} {complaint}");
        return null;
    }

    private static bool IsText(string text) =>
        text.Length is > 0 and <= PolicyLimits.TextLength && !text.Contains('\n') && text.Trim() == text;

    private static DateOnly? ParseDate(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date) ? date : null;

    private static (DateOnly First, DateOnly Last)? ParseTerm(string text) =>
        text.Split('/') is [string from, string to] && ParseDate(from) is { } first && ParseDate(to) is { } last && first <= last
            ? (first, last)
            : null;

    private static int? ParseWhole(string text) =>
        text.Length is > 0 and <= 4 && (text[0] != '0' || text.Length == 1)
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    private static int? ParseDays(string text) =>
        text.EndsWith('d') && ParseWhole(text[..^1]) is { } days && days <= PolicyLimits.DelayDays ? days : null;

    private static YearlyRho? ParseRho(string text)
    {
        string[] parts = text.Split('.');
        string places = parts.Length == 2 ? parts[1] : "0";
        if (parts.Length > 2 || places.Length is 0 or > 6 || ParseWhole(parts[0]) is not { } whole
            || !int.TryParse(places, NumberStyles.None, CultureInfo.InvariantCulture, out int fraction))
        {
            return null;
        }

        long denominator = 1;
        for (int i = 0; i < places.Length; i++)
        {
            denominator *= 10;
        }

        long numerator = (whole * denominator) + fraction;
        long divisor = GreatestCommonDivisor(numerator, denominator);
        return numerator > 0 ? new YearlyRho(numerator / divisor, denominator / divisor) : null;
    }

    private static long GreatestCommonDivisor(long a, long b) => b == 0 ? a : GreatestCommonDivisor(b, a % b);
}
