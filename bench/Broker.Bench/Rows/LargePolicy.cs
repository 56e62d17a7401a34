using System.Globalization;
using System.Text;

namespace Broker.Bench.Rows;

/// <summary>
/// A policy of nearly a mebibyte that the reader takes whole: 32 purposes and audiences, eight tiers, 64 conflicts and
/// rules, lists of 512 names, and what is left filled with names of the longest form. It has no warning.
/// </summary>
internal static class LargePolicy
{
    private const int Names = 512;
    private const int Audiences = 32;
    private const int Tiers = 8;
    private const int Conflicts = 62;

    /// <summary>The file, in UTF-8; the same bytes each time, under 1 MiB and over 1,000,000 bytes.</summary>
    internal static byte[] Bytes()
    {
        StringBuilder text = new("sharing-policy: large\ncountry: CAF\nreview-by: 2015-06-30\ncommunity: those listed under audiences\npurposes:\n");
        for (int purpose = 0; purpose < Audiences; purpose++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  purpose-{purpose}: {new string('x', 290)}\n");
        }

        text.Append("audiences:\n");
        for (int audience = 0; audience < Audiences; audience++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  audience-{audience}:\n    organisations:\n");
            AddNames(text, "      - ", $"organisation-{audience}", Names);
        }

        text.Append("conflicts:\n");
        for (int conflict = 0; conflict < Conflicts; conflict++)
        {
            text.Append("  - since: 2013-01-01\n    states: [CAF]\n    actors:\n");
            AddNames(text, "      - ", $"actor-{conflict}", 50);
        }

        AddTiersAndRules(text);
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private static void AddTiersAndRules(StringBuilder text)
    {
        text.Append("tiers:\n");
        for (int tier = 0; tier < Tiers; tier++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  tier-{tier}: {{ audience: audience-{tier}, marking: TLP:RED, tables: all, noise: 1, threshold: {{ sources: 5, organisations: 3 }}, narrative: approved }}\n");
        }

        text.Append("organisation-cap: 10\nyearly-rho: 1.0\nrules:\n  - forbid: any\n    to: { affiliated-with: conflicts }\n    because: a state alleged to perpetrate never learns what is known of it\n");
        for (int rule = 0; rule < Audiences; rule++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  - {{ permit: release, to: [{string.Join(", ", Enumerable.Range(0, Tiers).Select(tier => $"tier-{tier}"))}], for: [purpose-{rule}] }}\n");
        }

        for (int rule = 0; rule < 31; rule++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  - forbid: tier-{rule % Tiers}\n    to:\n      actors:\n");
            AddNames(text, "        - ", $"other-{rule}", 40);
            text.Append("    because: it was agreed so\n");
        }
    }

    // The longest form of a name: 40 characters.
    private static void AddNames(StringBuilder text, string before, string name, int count)
    {
        for (int n = 0; n < count; n++)
        {
            string end = string.Create(CultureInfo.InvariantCulture, $"-{n:D3}");
            text.Append(before).Append(name).Append('-').Append('x', 40 - 1 - name.Length - end.Length).Append(end).Append('\n');
        }
    }
}
