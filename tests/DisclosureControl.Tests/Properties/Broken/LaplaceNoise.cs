namespace Broker.DisclosureControl.Tests;

/// <summary>Two-sided geometric noise of the same variance: the cost of one query is another than the plan says.</summary>
internal sealed class LaplaceNoise : Mechanism
{
    internal override string Name => "Laplace";

    internal override long Draw(NoiseVariance variance, SeededRandom random)
    {
        if (variance.Numerator == 0)
        {
            return 0;
        }

        // Variance of the difference of two geometric numbers: 2q/(1 - q)².
        var half = variance.ToDouble();
        var q = 1 + ((1 - Math.Sqrt(1 + (2 * half))) / half);
        return Geometric(q, random) - Geometric(q, random);
    }

    internal override MeasuredTable Measure(MeasurementPlan plan, Contribution[] records, SeededRandom random) =>
        Noisy(plan, Counts(plan, records), (_, _, _, variance) => Draw(variance, random), random);

    private static long Geometric(double q, SeededRandom random) => (long)Math.Floor(Math.Log(random.Unit()) / Math.Log(q));
}
