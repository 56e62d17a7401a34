using System.Security.Cryptography;
using System.Text;

namespace Broker.DisclosureControl.Tests;

/// <summary>The page's definition of the counts, transcribed without any thought of speed.</summary>
internal static class SlowMeasure
{
    internal static Dictionary<(int Stratum, CellKey Key), long> Counts(MeasurementPlan plan, IEnumerable<Contribution> records, byte[] leafKey)
    {
        var places = Places(plan, records, leafKey).ToList();
        var counts = new Dictionary<(int, CellKey), long>();
        for (var stratum = 0; stratum < plan.Tiers.Count; stratum++)
        {
            foreach (var key in plan.Keys)
            {
                counts[(stratum, key)] = places
                    .Where(place => place.Stratum == stratum
                        && (key.Area < 0 || place.Area == key.Area)
                        && (key.Category < 0 || place.Category == key.Category))
                    .GroupBy(place => (place.Organisation, place.Area, place.Category))
                    .Sum(group => Math.Min(plan.OrganisationCap, group.Count()));
            }
        }

        return counts;
    }

    internal static long Organisations(MeasurementPlan plan, IEnumerable<Contribution> records, byte[] leafKey, int stratum, int area) =>
        Places(plan, records, leafKey).Where(place => place.Stratum == stratum && place.Area == area)
            .Select(place => place.Organisation).Distinct().Count();

    private static IEnumerable<Contribution> Places(MeasurementPlan plan, IEnumerable<Contribution> records, byte[] leafKey) =>
        records.GroupBy(record => record.Source).Select(own => own
            .OrderBy(record => record.Category)
            .ThenBy(record => Rank(plan, record, leafKey), StringComparer.Ordinal)
            .ThenBy(record => record.Stratum)
            .ThenBy(record => record.Organisation)
            .First());

    private static string Rank(MeasurementPlan plan, Contribution record, byte[] leafKey)
    {
        var source = Convert.FromHexString(record.Source.Value.ToString("X32", System.Globalization.CultureInfo.InvariantCulture));
        byte[] message =
        [
            .. Encoding.ASCII.GetBytes("broker/disclosure-control/leaf/v1\0"), .. source,
            .. Encoding.ASCII.GetBytes($"{plan.Period}\0{plan.Areas[record.Area]}\0{plan.Categories[record.Category]}\0"),
        ];
        return Convert.ToHexString(HMACSHA256.HashData(leafKey, message));
    }
}
