using System.Security.Cryptography;
using Broker.Bench.Harness;
using Broker.DisclosureControl;

namespace Broker.Bench.Rows;

/// <summary>Noise, a country's final, and what its tiers see.</summary>
internal static class DisclosureControlRows
{
    private const double MostNanosecondsADraw = 250;

    internal static IEnumerable<Row> All(CountryFinal country)
    {
        yield return new Row(
            "discrete Gaussian draw, sigma^2 = 16, one source of noise for all", new Work(DrawMany),
            "16 bytes of RandomNumberGenerator.Fill", new Work(FillOnly)) { AtLeast = 1e9 / MostNanosecondsADraw, AtMostBytes = 0 };
        yield return new Row(
            "discrete Gaussian draw, sigma^2 = 64/5, a source for it alone", new Work(DrawOne));
        yield return new Row(
            $"country's final, {CountryFinal.Records:N0} contributions of {CountryFinal.Sources:N0} sources",
            Work.Repeat(() => Sink.Take(country.Measured(country.Plan).Charged.Count)),
            "one pass that adds them up in an array", new Work(times => AddUp(country, times)));
        yield return new Row(
            $"every tier derived, {country.Plan.Keys.Count} cells, {country.Plan.Tiers.Count} tiers",
            Work.Repeat(() => DeriveAll(country)));
    }

    private static void DrawMany(int times)
    {
        using var source = new NoiseSource(RandomNumberGenerator.Fill);
        long sum = 0;
        for (int i = 0; i < times; i++)
        {
            sum += source.Draw(new NoiseVariance(16));
        }

        Sink.Take(sum);
    }

    private static void DrawOne(int times)
    {
        long sum = 0;
        for (int i = 0; i < times; i++)
        {
            sum += DiscreteGaussian.Draw(new NoiseVariance(64, 5), RandomNumberGenerator.Fill);
        }

        Sink.Take(sum);
    }

    private static void FillOnly(int times)
    {
        Span<byte> buffer = stackalloc byte[16];
        for (int i = 0; i < times; i++)
        {
            RandomNumberGenerator.Fill(buffer);
        }

        Sink.Take(buffer[0]);
    }

    private static void AddUp(CountryFinal country, int times)
    {
        int areas = country.Plan.Areas.Count, categories = country.Plan.Categories.Count;
        long[] cells = new long[country.Plan.Tiers.Count * areas * categories];
        for (int i = 0; i < times; i++)
        {
            foreach (ref readonly Contribution record in country.Contributions.AsSpan())
            {
                cells[(((record.Stratum * areas) + record.Area) * categories) + record.Category]++;
            }
        }

        Sink.Take(cells[0]);
    }

    private static void DeriveAll(CountryFinal country)
    {
        for (int tier = 0; tier < country.Plan.Tiers.Count; tier++)
        {
            Sink.Take(Derive.Tier(country.Plan, country.Table, tier, organisations: null).Cells.Count);
        }
    }
}
