using Broker.Bench.Harness;
using Broker.Bench.Rows;

namespace Broker.Bench;

/// <summary>Every row, in the order of the table. A family's rows are made when their turn comes, and live only that long.</summary>
internal static class Catalogue
{
    internal static IEnumerable<Row> All()
    {
        var country = new CountryFinal();
        return EnvelopeRows.All()
            .Concat(PackageRows.All())
            .Concat(DisclosureControlRows.All(country))
            .Concat(TransparencyRows.All())
            .Concat(PolicyRows.All())
            .Concat(PolicyFileRows.All())
            .Concat(BriefingRows.All(country))
            .Concat(StoreRows.All());
    }
}
