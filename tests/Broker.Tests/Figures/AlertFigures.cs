using System.Globalization;
using System.Text;
using Broker.DisclosureControl;

namespace Broker.Tests.Figures;

/// <summary>Over many runs of the sample's three years: in which block each tier's first true alert comes, for the country and two prefectures.</summary>
internal sealed class AlertFigures(SampleYears years, SampleFigures sample)
{
    internal const string Seed = "alerts 1";
    private const int Runs = 1_000;
    private const int Elected = 1;
    private const string August = "2013-09";

    private readonly Dictionary<(int Tier, string Place), int[]> first = [];
    private readonly Dictionary<(int Tier, string Place), int> raisedIn = [];
    private readonly HashSet<(int Tier, string Place)> inAugust = [];
    private (int Raised, int False) alarms;

    /// <summary>Share of runs in which the elected members get an alert on the country for the block of 12 August 2013.</summary>
    internal double AugustShare => (double)raisedIn.GetValueOrDefault((Elected, "CAF")) / Runs;

    internal void Write(StringBuilder text)
    {
        foreach (var run in years.Runs(Runs, Seed))
        {
            for (var tier = 0; tier < years.Policy.Tiers.Count; tier++)
            {
                Follow(run, tier);
            }
        }

        text.Append(CultureInfo.InvariantCulture, $"{Runs} runs (seeds `{Seed} 0` to `{Runs - 1}`). A true alert: a cell *becomes shown* and holds at least the tier's k sources, or *rises* and holds more than the mean of its last three blocks. ");
        text.Append("The policy lets only the elected members' alerts go out; for the other tiers the table says what the same rule would do. Blocks with less than one run in fifty are added up as \"other\".\n\n");
        text.Append("| tier | place | block of the first true alert: share of runs (day of issue) | none in three years |\n|---|---|---|---|\n");
        foreach (var ((tier, place), blocks) in first.OrderBy(entry => entry.Key.Tier).ThenBy(entry => entry.Key.Place == "CAF" ? 0 : 1).ThenBy(entry => entry.Key.Place, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {years.Policy.Tiers[tier].Name} | {(place == "CAF" ? "country" : sample.Name(place))} | {Blocks(blocks, tier)} | {Share(blocks[^1])} |\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"\nFor the block of 12 August 2013 ({August}, issued {sample.Issue(FourWeekCalendar.Parse(August), Elected)}) the elected members' tier raises a true alert on the country in {Share(raisedIn.GetValueOrDefault((Elected, "CAF")))} of runs. ");
        text.Append(CultureInfo.InvariantCulture, $"Of the elected members' alerts over all cells, {(100.0 * alarms.False / alarms.Raised).ToString("F1", CultureInfo.InvariantCulture)} % claim what the counts do not bear out: {(alarms.False / 2.0 / Runs).ToString("F2", CultureInfo.InvariantCulture)} a year; the rule promises at most 1.\n");
    }

    private static string Share(int runs) => $"{(100.0 * runs / Runs).ToString("F1", CultureInfo.InvariantCulture)} %";

    private string Blocks(int[] counts, int tier)
    {
        var often = Enumerable.Range(0, counts.Length - 1).Where(block => counts[block] * 50 >= Runs).ToArray();
        var other = counts[..^1].Sum() - often.Sum(block => counts[block]);
        var parts = often.Select(block =>
        {
            var period = years.Blocks[block].Plan.MeasuredPeriod.Block;
            return $"{period.Id}: {Share(counts[block])} ({sample.Issue(period, tier)})";
        });
        return string.Join("; ", other > 0 ? parts.Append($"other: {Share(other)}") : parts);
    }

    private void Follow(MeasuredTable[] run, int tier)
    {
        inAugust.Clear();
        var open = new HashSet<string>(["CAF", "CF32", "CF71"], StringComparer.Ordinal);
        open.RemoveWhere(place => place != "CAF" && !run[0].Plan.Tiers[tier].Groups.Contains(CellGroup.Area));
        foreach (var place in open)
        {
            first.TryAdd((tier, place), new int[run.Length + 1]);
        }

        for (var block = 0; block < run.Length; block++)
        {
            MeasuredTable?[] before = [.. Enumerable.Range(1, AlertRule.FinalsBefore).Select(back => block >= back ? run[block - back] : null)];
            foreach (var alert in AlertRule.Judge(run[block], before, tier))
            {
                var isTrue = IsTrue(alert, block, run[block].Plan.Tiers[tier].SourceThreshold);
                alarms = tier == Elected ? (alarms.Raised + 1, alarms.False + (isTrue ? 0 : 1)) : alarms;
                if (isTrue && PlaceOf(run[block].Plan, alert.Key) is { } place)
                {
                    Note(tier, place, block, open);
                }
            }
        }

        foreach (var place in open)
        {
            first[(tier, place)][^1]++;
        }
    }

    private void Note(int tier, string place, int block, HashSet<string> open)
    {
        if (open.Remove(place))
        {
            first[(tier, place)][block]++;
        }

        // A cell may have an alert of both kinds in one block: it counts once.
        if (years.Blocks[block].Plan.Period == August && inAugust.Add((tier, place)))
        {
            raisedIn[(tier, place)] = raisedIn.GetValueOrDefault((tier, place)) + 1;
        }
    }

    private bool IsTrue(CellAlert alert, int block, int k)
    {
        long Of(int at) => years.Blocks[at].Truth[IndexOf(alert.Key)];
        return alert.Kind == AlertKind.BecomesShown ? Of(block) >= k : 3 * Of(block) > Of(block - 1) + Of(block - 2) + Of(block - 3);
    }

    private int IndexOf(CellKey key)
    {
        var keys = years.Blocks[0].Plan.Keys;
        return Enumerable.Range(0, keys.Count).First(index => keys[index] == key);
    }

    // The country's cell, or Ouham or Bangui; null for any other.
    private static string? PlaceOf(MeasurementPlan plan, CellKey key) => key.Group switch
    {
        CellGroup.Country => "CAF",
        CellGroup.Area when plan.Areas[key.Area] is "CF32" or "CF71" => plan.Areas[key.Area],
        _ => null,
    };
}
