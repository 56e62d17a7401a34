using System.Globalization;
using System.Text;

namespace Broker.DisclosureControl;

/// <summary>The canonical text of a plan: its hash is what a release names and an auditor checks.</summary>
/// <remarks>
/// References: docs/specs/disclosure-control.md ("The plan"). Reading parses, checks every limit, formats again and
/// compares bytes, so that there is exactly one text for a plan. Limit: 64 KiB.
/// </remarks>
internal static class PlanText
{
    internal const int MaxBytes = 65_536;
    private const string Header = "measurement-plan/2";

    internal static string Format(MeasurementPlan plan)
    {
        var text = new StringBuilder();
        Line(text, Header);
        Line(text, $"country {plan.Country}");
        Line(text, $"period {plan.Period}");
        Line(text, $"vintage {Lower(plan.Vintage)}");
        Line(text, $"class {Lower(plan.VolumeClass)}");
        Line(text, $"kind {Lower(plan.Kind)}");
        Line(text, $"organisation-cap {Whole(plan.OrganisationCap)}");
        Line(text, $"hard-floor {Whole(plan.HardFloor)}");
        Line(text, $"yearly-rho {plan.YearlyRho}");
        Line(text, $"rho {plan.RhoPerSource}");
        foreach (var group in PlanKeys.Groups.Where(plan.HasGroup))
        {
            Line(text, $"variance {Lower(group)} {plan.VarianceOf(group)}");
        }

        Line(text, $"variance organisations {plan.OrganisationVariance}");
        List(text, "area", plan.Areas);
        List(text, "category", plan.Categories);
        List(text, "tier", plan.Tiers.Select(TierLine));
        return text.ToString();
    }

    internal static bool TryParse(ReadOnlySpan<byte> bytes, out MeasurementPlan? plan)
    {
        plan = null;
        if (bytes.Length > MaxBytes || !Ascii.IsValid(bytes))
        {
            return false;
        }

        var lines = Encoding.ASCII.GetString(bytes).Split('\n');
        if (!TryTerms(lines, out var terms) || PlanTermsCheck.Fault(terms!) is not null)
        {
            return false;
        }

        // Variances, cost and order follow from the terms: a text that claims others differs from this one.
        var read = new MeasurementPlan(terms!);
        plan = bytes.SequenceEqual(Encoding.ASCII.GetBytes(read.CanonicalText)) ? read : null;
        return plan is not null;
    }

    private static bool TryTerms(string[] lines, out PlanTerms? terms)
    {
        terms = null;
        if (lines.Length < 10 || !TryName(Value(lines[3], "vintage"), out ReleaseVintage vintage)
            || !TryName(Value(lines[4], "class"), out VolumeClass volumeClass)
            || !TryName(Value(lines[5], "kind"), out PlanKind kind)
            || !TryWhole(Value(lines[6], "organisation-cap"), out var cap)
            || !TryWhole(Value(lines[7], "hard-floor"), out var hardFloor)
            || !Rational.TryParse(Value(lines[8], "yearly-rho"), out var yearlyRho)
            || !TryTiers(Values(lines, "tier"), out var tiers))
        {
            return false;
        }

        terms = new PlanTerms(
            Value(lines[1], "country"), Value(lines[2], "period"), vintage, volumeClass,
            Values(lines, "area"), Values(lines, "category"), tiers, cap, yearlyRho, kind, hardFloor);
        return true;
    }

    private static bool TryTiers(string[] values, out List<TierTerms> tiers)
    {
        tiers = [];
        foreach (var value in values)
        {
            if (value.Split(' ') is not [var name, "groups", var groups, "multiple", var multiple, "sources", var sources, "organisations", var organisations, "round-to", var roundTo]
                || !TryGroups(groups, out var seen) || !TryWhole(multiple, out var times) || !TryWhole(sources, out var least)
                || !TryWhole(organisations, out var floor) || !TryWhole(roundTo, out var step))
            {
                return false;
            }

            tiers.Add(new TierTerms(name, seen, times, least, floor, step));
        }

        return true;
    }

    private static bool TryGroups(string text, out List<CellGroup> groups)
    {
        groups = [];
        foreach (var name in text == "none" ? [] : text.Split(','))
        {
            if (!TryName(name, out CellGroup group))
            {
                return false;
            }

            groups.Add(group);
        }

        return true;
    }

    private static string TierLine(TierTerms tier)
    {
        var groups = tier.Groups.Count == 0 ? "none" : string.Join(',', tier.Groups.Order().Select(Lower));
        return $"{tier.Name} groups {groups} multiple {Whole(tier.NoiseMultiple)} sources {Whole(tier.SourceThreshold)} "
            + $"organisations {Whole(tier.OrganisationThreshold)} round-to {Whole(tier.RoundTo)}";
    }

    private static void List(StringBuilder text, string key, IEnumerable<string> values)
    {
        foreach (var value in values)
        {
            Line(text, $"{key} {value}");
        }
    }

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');

    private static string Value(string line, string key) =>
        line.StartsWith(key + " ", StringComparison.Ordinal) ? line[(key.Length + 1)..] : "";

    private static string[] Values(string[] lines, string key) =>
        [.. lines.Where(line => line.StartsWith(key + " ", StringComparison.Ordinal)).Select(line => line[(key.Length + 1)..])];

    private static string Whole(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static bool TryWhole(string text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private static string Lower<TEnum>(TEnum value)
        where TEnum : struct, Enum => value.ToString().ToLowerInvariant();

    private static bool TryName<TEnum>(string text, out TEnum value)
        where TEnum : struct, Enum
    {
        foreach (var candidate in Enum.GetValues<TEnum>())
        {
            if (Lower(candidate) == text)
            {
                value = candidate;
                return true;
            }
        }

        value = default;
        return false;
    }
}
