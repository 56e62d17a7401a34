namespace Broker.DisclosureControl.Tests;

/// <summary>A way to turn records into what leaves: the product's own, or one that is broken. P1 and P2 judge either.</summary>
internal abstract class Mechanism
{
    /// <summary>How the test names it.</summary>
    internal abstract string Name { get; }

    /// <summary>Begins a country: whatever the mechanism keeps secret for its life is drawn here.</summary>
    internal virtual void Begin(SeededRandom random)
    {
    }

    /// <summary>One draw of the noise that is added to counts.</summary>
    internal virtual long Draw(NoiseVariance variance, SeededRandom random) => DiscreteGaussian.Draw(variance, random.Fill);

    /// <summary>Measures a block.</summary>
    internal abstract MeasuredTable Measure(MeasurementPlan plan, Contribution[] records, SeededRandom random);

    /// <summary>What the caller has after asking again, as it does when it does not know whether the first answer was stored.</summary>
    internal virtual MeasuredTable Again(MeasurementPlan plan, Contribution[] records, MeasuredTable first, SeededRandom random) => first;

    /// <summary>A tier's raw value of a cell.</summary>
    internal virtual long Raw(MeasuredTable table, int tier, int cell) => table.Raw(tier, cell);

    /// <summary>Whether a tier shows a cell.</summary>
    internal virtual bool Shows(MeasurementPlan plan, MeasuredTable table, int tier, int cell) => Properties.Tier(plan, table, tier).Cells[cell].Status == CellStatus.Published;

    /// <inheritdoc />
    public sealed override string ToString() => Name;

    /// <summary>The exact counts by stratum: only broken mechanisms keep them.</summary>
    protected static long[][] Counts(MeasurementPlan plan, Contribution[] records)
    {
        using var book = Books.Of(plan, records);
        return book.Counts(plan);
    }

    /// <summary>A table of counts and drawn noise, made as the product makes it, with another draw.</summary>
    protected MeasuredTable Noisy(MeasurementPlan plan, long[][] counts, Func<int, int, long, NoiseVariance, long> noise, SeededRandom random)
    {
        var noisy = counts.Select((row, stratum) => row.Select((count, query) => count + noise(stratum, query, count, Variance(plan, query))).ToArray()).ToArray();
        var extra = plan.Tiers.Select((_, tier) => Enumerable.Range(0, plan.Keys.Count)
            .Select(cell => Draw(Variance(plan, cell).Times(plan.ExtraFactor(tier) - plan.ExtraFactor(tier + 1)), random)).ToArray()).ToArray();
        return new MeasuredTable(plan, noisy, extra, []);
    }

    private static NoiseVariance Variance(MeasurementPlan plan, int query) =>
        query < plan.Keys.Count ? plan.VarianceOf(plan.Keys[query].Group) : plan.OrganisationVariance;
}
