namespace Broker.DisclosureControl.Tests;

/// <summary>Cells without a source get no noise, "because there is nobody to protect".</summary>
internal sealed class NoNoiseOnZeros : Mechanism
{
    internal override string Name => "no noise on zeros";

    internal override MeasuredTable Measure(MeasurementPlan plan, Contribution[] records, SeededRandom random) =>
        Noisy(plan, Counts(plan, records), (_, _, count, variance) => count == 0 ? 0 : Draw(variance, random), random);
}
