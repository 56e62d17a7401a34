namespace Broker.DisclosureControl.Tests;

/// <summary>A normal number of floating point, rounded.</summary>
internal sealed class RoundedNormalNoise : Mechanism
{
    internal override string Name => "rounded continuous";

    internal override long Draw(NoiseVariance variance, SeededRandom random) =>
        (long)Math.Round(Math.Sqrt(variance.ToDouble()) * Math.Sqrt(-2 * Math.Log(random.Unit())) * Math.Cos(2 * Math.PI * random.Unit()));

    internal override MeasuredTable Measure(MeasurementPlan plan, Contribution[] records, SeededRandom random) =>
        Noisy(plan, Counts(plan, records), (_, _, _, variance) => Draw(variance, random), random);
}
