namespace Broker.DisclosureControl.Tests;

/// <summary>The shifted hard floor of one cell as probabilities of each stored number, by its definition, and forms of it that are broken.</summary>
internal static class SlowHardFloor
{
    /// <summary>Probability of each stored number where n sources stand.</summary>
    internal static Dictionary<long, double> Mass(int n, int k, double variance, long limit) => Map(
        variance, noise => n < k ? Math.Min(Math.Max(0, n - (k - 1)) + noise, limit) : n - (k - 1) + noise);

    /// <summary>Broken: the number itself with noise, held under the limit below k. At k it is far above the limit at once.</summary>
    internal static Dictionary<long, double> Unshifted(int n, int k, double variance, long limit) =>
        Map(variance, noise => n < k ? Math.Min(n + noise, limit) : n + noise);

    /// <summary>Broken: a noisy number from k on, a mark below.</summary>
    internal static Dictionary<long, double> ExactFloor(int n, int k, double variance, long mark) =>
        Map(variance, noise => n < k ? mark : n + noise);

    /// <summary>Least delta for which (epsilon, delta) holds of the first against the second.</summary>
    internal static double Delta(Dictionary<long, double> first, Dictionary<long, double> second, double epsilon) =>
        first.Sum(cell => Math.Max(0, cell.Value - (Math.Exp(epsilon) * second.GetValueOrDefault(cell.Key))));

    private static Dictionary<long, double> Map(double variance, Func<long, long> stored)
    {
        var mass = new Dictionary<long, double>();
        foreach (var (noise, chance) in Statistics.GaussianMass(variance))
        {
            mass[stored(noise)] = mass.GetValueOrDefault(stored(noise)) + chance;
        }

        return mass;
    }
}
