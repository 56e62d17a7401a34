using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Broker.Policy;

/// <summary>
/// The caveat document, <c>caveats/1</c>: ASCII text, seven lines in a fixed order, LF after each, nothing after the last.
/// Names in a list are sorted by code unit, without doubles, one space apart, so that a meaning has one encoding.
/// Specification: docs/specs/sharing-policy.md, "Caveats". Limits: 8,192 bytes, 64 names a list, 36,500 days.
/// </summary>
public static class CaveatDocument
{
    /// <summary>Largest document, in bytes.</summary>
    public const int LargestSize = 8192;

    /// <summary>Most names in a list.</summary>
    public const int MostNames = 64;

    /// <summary>Longest retention, in days.</summary>
    public const int LongestRetention = 36500;

    private const string Version = "caveats/1";
    private const string DateFormat = "yyyy-MM-dd";
    private static readonly string[] Keys = ["highest-tier", "purposes", "never-to", "embargo", "retention", "narrative"];

    /// <summary>Encodes caveats; the order and doubles of the lists do not matter.</summary>
    /// <exception cref="ArgumentException">A field is outside of the format.</exception>
    public static byte[] Format(RecordCaveats caveats)
    {
        ArgumentNullException.ThrowIfNull(caveats);
        string text = string.Create(CultureInfo.InvariantCulture, $"""
            {Version}
            highest-tier {caveats.HighestTier}
            purposes {List(caveats.Purposes, "all")}
            never-to {List(caveats.NeverTo, "none")}
            embargo {caveats.EmbargoUntil?.ToString(DateFormat, CultureInfo.InvariantCulture) ?? "none"}
            retention {caveats.RetentionDays?.ToString(CultureInfo.InvariantCulture) ?? "none"}
            narrative {(caveats.NoNarrative ? "never" : "allowed")}

            """);
        byte[] bytes = Encoding.UTF8.GetBytes(text);

        // Reading back is the one check of every field.
        return TryParse(bytes, out _, out string reason)
            ? bytes
            : throw new ArgumentException($"caveats cannot be written: {reason}", nameof(caveats));
    }

    /// <summary>Decodes a document.</summary>
    /// <param name="document">The bytes.</param>
    /// <param name="caveats">The caveats; null when the bytes are not a document.</param>
    /// <param name="reasonCode">Empty, or why not: a code of docs/specs/sharing-policy.md, "Caveats".</param>
    public static bool TryParse(ReadOnlySpan<byte> document, [NotNullWhen(true)] out RecordCaveats? caveats, out string reasonCode)
    {
        caveats = null;
        reasonCode = TrySplit(document, out string[] values) ?? string.Empty;
        if (reasonCode.Length > 0)
        {
            return false;
        }

        IReadOnlyList<string>? purposes = Names(values[1], "all", PolicyVocabulary.IsName);
        IReadOnlyList<string>? neverTo = Names(values[2], "none", name => PolicyVocabulary.IsName(name) || PolicyVocabulary.IsState(name));
        bool embargoed = TryDate(values[3], out DateOnly? embargo);
        bool retained = TryDays(values[4], out int? retention);
        reasonCode = !PolicyVocabulary.IsName(values[0]) ? "caveats-highest-tier"
            : purposes is null ? "caveats-purposes"
            : neverTo is null ? "caveats-never-to"
            : !embargoed ? "caveats-embargo"
            : !retained ? "caveats-retention"
            : values[5] is not ("allowed" or "never") ? "caveats-narrative"
            : string.Empty;
        if (reasonCode.Length > 0)
        {
            return false;
        }

        caveats = new RecordCaveats(values[0], purposes!, neverTo!, embargo, retention, values[5] == "never");
        return true;
    }

    private static string? TrySplit(ReadOnlySpan<byte> document, out string[] values)
    {
        values = [];
        if (document.Length > LargestSize)
        {
            return "caveats-too-large";
        }

        if (document.ContainsAnyExceptInRange((byte)0x20, (byte)0x7e) && HasOtherThanText(document))
        {
            return "caveats-character";
        }

        string[] lines = Encoding.ASCII.GetString(document).Split('\n');
        if (lines[0] != Version)
        {
            return "caveats-version";
        }

        if (lines.Length != Keys.Length + 2 || lines[^1].Length > 0)
        {
            return "caveats-lines";
        }

        for (int i = 0; i < Keys.Length; i++)
        {
            if (!lines[i + 1].StartsWith(Keys[i] + " ", StringComparison.Ordinal))
            {
                return "caveats-lines";
            }
        }

        values = [.. Keys.Select((key, i) => lines[i + 1][(key.Length + 1)..])];
        return null;
    }

    private static bool HasOtherThanText(ReadOnlySpan<byte> document)
    {
        foreach (byte b in document)
        {
            if (b != (byte)'\n' && b is < 0x20 or > 0x7e)
            {
                return true;
            }
        }

        return false;
    }

    private static string List(IReadOnlyList<string> names, string whenEmpty) =>
        names.Count == 0
            ? whenEmpty
            : string.Join(' ', names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    private static string[]? Names(string value, string whenEmpty, Func<string, bool> isName)
    {
        if (value == whenEmpty)
        {
            return [];
        }

        string[] names = value.Split(' ');
        bool sorted = names.Skip(1).Zip(names, (next, name) => string.CompareOrdinal(name, next) < 0).All(inOrder => inOrder);
        return names.Length <= MostNames && sorted && names.All(isName) ? names : null;
    }

    private static bool TryDate(string value, out DateOnly? date)
    {
        bool read = DateOnly.TryParseExact(value, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day);
        date = read ? day : null;
        return read || value == "none";
    }

    private static bool TryDays(string value, out int? days)
    {
        bool read = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && number is > 0 and <= LongestRetention && value[0] != '0';
        days = read ? number : null;
        return read || value == "none";
    }
}
