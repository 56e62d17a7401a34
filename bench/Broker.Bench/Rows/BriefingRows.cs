using System.Text;
using Broker.Bench.Harness;
using Broker.Briefings;
using Broker.DisclosureControl;

namespace Broker.Bench.Rows;

/// <summary>The briefing of the elected members' tier.</summary>
internal static class BriefingRows
{
    private const int Tier = 1;

    internal static IEnumerable<Row> All(CountryFinal country)
    {
        BriefingInput input = Input(country);
        ComposedBriefing composed = BriefingComposer.Compose(input);
        string json = Encoding.UTF8.GetString(composed.Json), html = Encoding.UTF8.GetString(composed.Html);
        byte[] copy = new byte[composed.Json.Length + composed.Html.Length];
        yield return new Row(
            $"briefing composed, {composed.Html.Length / 1024} KB of HTML and {composed.Json.Length / 1024} KB of JSON",
            Work.Repeat(() => Sink.Take(BriefingComposer.Compose(input).Html.Length)),
            "UTF-8 copy of the same text",
            Work.Repeat(() => Sink.Take(Encoding.UTF8.GetBytes(html, copy.AsSpan(Encoding.UTF8.GetBytes(json, copy))))));
    }

    private static BriefingInput Input(CountryFinal country)
    {
        Sink.Demand(CountryMap.TryRead(Inputs.Text("ne-admin1-CAF.geojson"), country.Gazetteer, out CountryMap? map, out _), "the map");
        FourWeekBlock block = PeriodId.Parse(country.Plan.Period).Block;
        return new BriefingInput
        {
            Origin = "broker.example/bench",
            CountryName = "Central African Republic",
            CountryInSentence = "the Central African Republic",
            Number = 2,
            PeriodStart = block.Start,
            PeriodEnd = block.End,
            Issued = block.End.AddDays(FourWeekBlock.FinalDays),
            Audience = "delegates of elected members of the Security Council",
            Marking = country.Sharing.Tiers[Tier].Marking,
            PolicyName = country.Sharing.Name,
            PolicyRevision = Sha256Digest.Parse(country.Sharing.Revision),
            Table = Derive.Tier(country.Plan, country.Table, Tier, organisations: null),
            Previous = Derive.Tier(country.Before.Plan, country.Before, Tier, organisations: null),
            Gazetteer = country.Gazetteer,
            Map = map!,
        };
    }
}
