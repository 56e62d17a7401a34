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
        using var book = new CellBook(CellShape.Of(plan), leafKey);
        for (var index = 0; index < contributions.Length; index++)
        {
            book.Deposit(contributions[index], new RecordKey((UInt128)index));
        }

        book.Reassess(mayCharge);
        var charged = book.Charged();
        foreach (var source in charged)
        {
            Demand(book.TryPlace(source, out var stratum));
            placed?.Invoke(source, stratum);
        }

        return Run(plan, book, charged, random);
    }

    /// <summary>
    /// Measures what a book holds: adds noise to every key of every stratum, zeros included, in time that grows with the
    /// occupied cells times organisations and not with records or sources.
    /// </summary>
    /// <param name="plan">The public plan; <see cref="CellShape.Of"/> it is the book's shape.</param>
    /// <param name="book">Every admitted, unwithdrawn record of the period, its resting sources marked.</param>
    /// <param name="random">The system's cryptographic generator.</param>
    /// <returns>
    /// Noisy numbers only, without charged sources: the caller takes <see cref="CellBook.Charged"/> of the same book and
    /// stores debits and table in one durable write.
    /// </returns>
    /// <exception cref="ArgumentException">The plan has another shape.</exception>
    public static MeasuredTable Run(MeasurementPlan plan, CellBook book, RandomFill random) => Run(plan, book, [], random);

    private static MeasuredTable Run(MeasurementPlan plan, CellBook book, SourceKey[] charged, RandomFill random)
    {
        var counts = book.Counts(plan);
        try
        {
            return AddNoise(plan, counts, charged, random);
        }
        finally
        {
            foreach (var stratum in counts)
            {
                CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(stratum.AsSpan()));
            }
        }
    }

    private static void Demand(bool placed)
    {
        if (!placed)
        {
            throw new InvalidOperationException("a charged source has no place");
        }
    }

    // The order of draws is fixed and the number of keys is public: how long this takes depends on no record.
    private static MeasuredTable AddNoise(MeasurementPlan plan, long[][] counts, SourceKey[] charged, RandomFill random)
    {
        using var source = new NoiseSource(random);
        var noisy = new long[plan.Tiers.Count][];
        for (var stratum = 0; stratum < noisy.Length; stratum++)
        {
            noisy[stratum] = Draws(plan, source, plan.Width, factor: 1);
            Count(plan, counts[stratum], noisy[stratum]);
        }

        // Numbers of organisations get no extra noise: the strata are judged one by one and never shown.
        var extra = new long[plan.Tiers.Count][];
        for (var tier = 0; tier < extra.Length; tier++)
        {
            extra[tier] = Draws(plan, source, plan.Keys.Count, plan.ExtraFactor(tier) - plan.ExtraFactor(tier + 1));
        }

        return new MeasuredTable(plan, noisy, extra, charged);
    }

    private static void Count(MeasurementPlan plan, long[] counts, long[] noise)
    {
        for (var query = 0; query < noise.Length; query++)
        {
            noise[query] = plan.HardFloor > 0 && query < plan.Keys.Count
                ? HardFloorRule.Stored(plan, plan.Keys[query].Group, counts[query], noise[query])
                : counts[query] + noise[query];
        }
    }

    private static long[] Draws(MeasurementPlan plan, NoiseSource source, int width, int factor)
    {
        var draws = new long[width];
        for (var query = 0; query < draws.Length; query++)
        {
            var variance = query < plan.Keys.Count ? plan.VarianceOf(plan.Keys[query].Group) : plan.OrganisationVariance;
            draws[query] = source.Draw(variance.Times(factor));
        }

        return draws;
    }
}
