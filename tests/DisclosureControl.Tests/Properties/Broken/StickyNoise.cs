namespace Broker.DisclosureControl.Tests;

/// <summary>Noise is a keyed hash of cell and count, "so that asking twice does not help": equal counts of two blocks give equal numbers.</summary>
internal sealed class StickyNoise : Mechanism
{
    private string key = "";

    internal override string Name => "sticky hash noise";

    internal override void Begin(SeededRandom random)
    {
        var bytes = new byte[16];
        random.Fill(bytes);
        key = Convert.ToHexString(bytes);
    }

    internal override MeasuredTable Measure(MeasurementPlan plan, Contribution[] records, SeededRandom random) => Noisy(
        plan, Counts(plan, records), (stratum, query, count, variance) => Draw(variance, new SeededRandom($"{key} {stratum} {query} {count}")), random);
}
