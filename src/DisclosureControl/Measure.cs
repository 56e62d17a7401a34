using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Broker.DisclosureControl;

/// <summary>Measures a period, once: the only code that sees true counts and the only code that spends budget.</summary>
/// <remarks>
/// References: docs/specs/disclosure-control.md ("Measure"). A source counts once, in the leaf and stratum of its gravest
/// own record; each query group changes by at most 1 when a source comes or goes. The caller stores the result together
/// with the debits in one durable write; a retry reads that and never measures again.
/// </remarks>
public static class Measure
{
    /// <summary>Bytes of the key that breaks ties between equally grave records.</summary>
    public const int LeafKeySize = 32;

    /// <summary>Counts, adds noise to every key of every stratum, zeros included, and forgets the counts.</summary>
    /// <param name="plan">The public plan.</param>
    /// <param name="contributions">Admitted, unwithdrawn records of the period, in any order.</param>
    /// <param name="mayCharge">Whether the ledger can bear <see cref="MeasurementPlan.RhoPerSource"/>; asked once a source. A source that it refuses is left out wholly.</param>
    /// <param name="leafKey">32 secret bytes, the same for as long as the country's ledger lives.</param>
    /// <param name="random">The system's cryptographic generator.</param>
    /// <param name="placed">Told of each counted source and the stratum that it counts in: for depositors' own ledgers, never for a release.</param>
    /// <returns>Noisy numbers only, and the sources to charge.</returns>
    /// <exception cref="ArgumentException">A contribution is outside the plan, or the key has another size.</exception>
    public static MeasuredTable Run(
        MeasurementPlan plan,
        ReadOnlySpan<Contribution> contributions,
        Func<SourceKey, bool> mayCharge,
        ReadOnlySpan<byte> leafKey,
        RandomFill random,
        Action<SourceKey, int>? placed = null)
    {
        if (leafKey.Length != LeafKeySize)
        {
            throw new ArgumentException("the leaf key is not 32 bytes");
        }

        var places = LeafChoice.PlaceSources(plan, contributions, mayCharge, leafKey);
        var counts = TrueCounts.Of(plan, CollectionsMarshal.AsSpan(places));
        try
        {
            foreach (var place in places)
            {
                placed?.Invoke(place.Source, place.Stratum);
            }

            var charged = places.Select(place => place.Source).Order().ToArray();
            return AddNoise(plan, counts, charged, random);
        }
        finally
        {
            foreach (var stratum in counts)
            {
                CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(stratum.AsSpan()));
            }

            CollectionsMarshal.AsSpan(places).Clear();
        }
    }

    // The order of draws is fixed and the number of keys is public: how long this takes depends on no record.
    private static MeasuredTable AddNoise(MeasurementPlan plan, long[][] counts, SourceKey[] charged, RandomFill random)
    {
        var coins = new Coins(random);
        var noisy = new long[plan.Tiers.Count][];
        for (var stratum = 0; stratum < noisy.Length; stratum++)
        {
            noisy[stratum] = Draws(plan, coins, plan.Width, factor: 1);
            for (var query = 0; query < plan.Width; query++)
            {
                noisy[stratum][query] += counts[stratum][query];
            }
        }

        // Numbers of organisations get no extra noise: the strata are judged one by one and never shown.
        var extra = new long[plan.Tiers.Count][];
        for (var tier = 0; tier < extra.Length; tier++)
        {
            extra[tier] = Draws(plan, coins, plan.Keys.Count, plan.ExtraFactor(tier) - plan.ExtraFactor(tier + 1));
        }

        coins.Forget();
        return new MeasuredTable(plan, noisy, extra, charged);
    }

    private static long[] Draws(MeasurementPlan plan, Coins coins, int width, int factor)
    {
        var draws = new long[width];
        for (var query = 0; query < draws.Length; query++)
        {
            var variance = query < plan.Keys.Count ? plan.VarianceOf(plan.Keys[query].Group) : plan.OrganisationVariance;
            draws[query] = DiscreteGaussian.Draw(variance.Times(factor), coins);
        }

        return draws;
    }
}
