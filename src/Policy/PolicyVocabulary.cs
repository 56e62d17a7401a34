namespace Broker.Policy;

/// <summary>The closed words of sharing policies and the shape of the names in them.</summary>
public static class PolicyVocabulary
{
    /// <summary>Longest name, in characters.</summary>
    public const int LongestName = 40;

    /// <summary>TLP 2.0 labels, the most open first (FIRST, Traffic Light Protocol, version 2.0).</summary>
    public static IReadOnlyList<string> Markings { get; } =
        ["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"];

    /// <summary>Every table that a tier may see: a group of cells and a vintage (weekly flash, four-week final).</summary>
    public static IReadOnlyList<string> Tables { get; } =
    [
        "country/flash", "country/final", "category/flash", "category/final",
        "admin1/flash", "admin1/final", "leaf/flash", "leaf/final",
    ];

    /// <summary>Permanent members of the Security Council (Charter of the United Nations, article 23).</summary>
    public static IReadOnlyList<string> PermanentMembers { get; } = ["CHN", "FRA", "GBR", "RUS", "USA"];

    internal const string OnwardNone = "none";
    internal const string OnwardAnyone = "anyone";
    internal const string OnwardPermanentMembers = "to-permanent-members";
    internal const string NarrativeNever = "never";
    internal const string NarrativeApproved = "approved";

    // A name may not be a word that the grammar, or a caveat document, reads as something else.
    internal static readonly string[] ReservedNames = ["all", "any", "anyone", "conflicts", "none"];

    /// <summary>
    /// Whether a text is a name: groups of a-z and 0-9 joined by single hyphens, a letter first,
    /// at most <see cref="LongestName"/> characters, and no reserved word.
    /// </summary>
    public static bool IsName(string? text)
    {
        if (string.IsNullOrEmpty(text) || text.Length > LongestName || !char.IsAsciiLetterLower(text[0]))
        {
            return false;
        }

        for (int i = 1; i < text.Length; i++)
        {
            bool joins = text[i] == '-' && text[i - 1] != '-' && i + 1 < text.Length;
            if (!joins && !char.IsAsciiLetterLower(text[i]) && !char.IsAsciiDigit(text[i]))
            {
                return false;
            }
        }

        return Array.IndexOf(ReservedNames, text) < 0;
    }

    /// <summary>Whether a text is an assigned ISO 3166-1 alpha-3 code (or XKK, Kosovo, in common use).</summary>
    public static bool IsState(string? text) => text is not null && StateCodes.All.Contains(text);
}
