namespace Broker.DisclosureControl.Tests;

/// <summary>Noise of nine tenths of the deviation that the cost was worked out from.</summary>
internal sealed class WeakerNoise : Mechanism
{
    internal override string Name => "sigma x 0.9";

    internal override long Draw(NoiseVariance variance, SeededRandom random) =>
        base.Draw(new NoiseVariance(variance.Numerator * 81, variance.Denominator * 100), random);

    internal override MeasuredTable Measure(MeasurementPlan plan, Contribution[] records, SeededRandom random) =>
        Noisy(plan, Counts(plan, records), (_, _, _, variance) => Draw(variance, random), random);
}
