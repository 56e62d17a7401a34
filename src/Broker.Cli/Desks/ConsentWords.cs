using System.Globalization;
using Broker.Policy;

namespace Broker.Cli;

/// <summary>What a later revision means for records that are bound to an earlier one, in words for their depositor.</summary>
internal static class ConsentWords
{
    /// <summary>One line a tier of the revision in force, from the most closed: whether such records count in it, and if not, everything that keeps them out.</summary>
    /// <remarks>A tier's numbers sum those of all more open ones, so a record counts in a tier only if it counts in each more closed one.</remarks>
    public static IEnumerable<string> Sealed(SharingPolicy inForce, SharingPolicy bound)
    {
        string? outside = null;
        foreach (var tier in inForce.Tiers.Reverse())
        {
            var widenings = PolicyNarrowing.Widenings(inForce, bound, tier.Name);
            if (widenings.Count > 0)
            {
                yield return $"  tier `{tier.Name}`: sealed";
                foreach (var widening in widenings)
                {
                    yield return $"    {widening.Code}: {widening.Sentence}";
                }

                outside ??= tier.Name;
            }
            else
            {
                yield return outside is null
                    ? $"  tier `{tier.Name}`: counted as before, where their caveats allow it"
                    : $"  tier `{tier.Name}`: sealed, because the more closed tier `{outside}` is, and this one's numbers are part of its";
            }
        }

        foreach (var line in Until(inForce, bound, "counted"))
        {
            yield return line;
        }
    }

    /// <summary>Everything that a consent would open; empty when it opens nothing.</summary>
    public static IEnumerable<string> Opened(SharingPolicy inForce, SharingPolicy bound)
    {
        var isOutside = false;
        foreach (var tier in inForce.Tiers.Reverse())
        {
            var widenings = PolicyNarrowing.Widenings(inForce, bound, tier.Name);
            if (widenings.Count == 0 && isOutside)
            {
                yield return $"  tier `{tier.Name}` again, as it was: it was closed with a more closed one";
            }
            else if (widenings.Count > 0)
            {
                isOutside = true;
                yield return $"  tier `{tier.Name}`, for {Audience(inForce, tier)}, marked {tier.Marking}";
                foreach (var widening in widenings)
                {
                    yield return $"    {widening.Code}: {widening.Sentence}";
                }
            }
        }

        foreach (var line in Until(inForce, bound, "until now"))
        {
            yield return line;
        }
    }

    /// <summary>What stands for the records of a revision.</summary>
    public static string Standing(ConsentLineAnswer line) =>
        line.To is { } to ? string.Create(CultureInfo.InvariantCulture, $"  treated as deposited under {to}, since {line.Given:yyyy-MM-dd}; entry {line.EntryIndex} of the log")
        : line.EntryIndex < 0 ? "  no consent: bound by this revision"
        : string.Create(CultureInfo.InvariantCulture, $"  consent taken back on {line.Given:yyyy-MM-dd}; entry {line.EntryIndex} of the log");

    /// <summary>How many records, in words.</summary>
    public static string Records(long count) => count switch
    {
        0 => "none of your records is still to be counted",
        1 => "1 of your records is still to be counted",
        _ => string.Create(CultureInfo.InvariantCulture, $"{count} of your records are still to be counted"),
    };

    private static IEnumerable<string> Until(SharingPolicy inForce, SharingPolicy bound, string how) => inForce.ReviewBy > bound.ReviewBy
        ? [string.Create(CultureInfo.InvariantCulture, $"  review date: {how} up to {bound.ReviewBy:yyyy-MM-dd}, under the revision in force up to {inForce.ReviewBy:yyyy-MM-dd}")]
        : [];

    private static string Audience(SharingPolicy policy, PolicyTier tier) =>
        policy.Audiences[tier.Audience].Anyone ? "anyone" : $"the audience `{tier.Audience}`";
}
