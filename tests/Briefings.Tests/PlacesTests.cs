using System.Text.RegularExpressions;

namespace Broker.Briefings.Tests;

public sealed partial class PlacesTests
{
    private const string Header = Gazetteer.Header + "\n";
    private const string First = "1,CF11,Ombella M'Poko,Ombella M'Poko,CAF,2015-06-15\n";

    [Fact]
    public void TryRead_Sample_KnowsEveryPlaceAndItsArea()
    {
        Gazetteer gazetteer = BriefingSamples.Gazetteer;
        Assert.Equal("CAF", gazetteer.Country);
        Assert.Equal(89, gazetteer.Count);
        Assert.Equal(17, gazetteer.AreaCodes.Count);
        Assert.Equal("CF32", gazetteer.AreaOf("CF321"));
        Assert.Equal("Bossangoa", gazetteer.Find("CF321")!.Name);
        Assert.Equal("CAF", gazetteer.AreaOf("CAF"));
        Assert.Null(gazetteer.AreaOf("CF999"));
        Assert.Null(gazetteer.AreaOf("TCD"));
    }

    [Fact]
    public void TryAreaIndex_PlanAreas_GivesTheAreaOrTheCountryOrNothing()
    {
        IReadOnlyList<string> areas = BriefingSamples.Plan().Areas;
        Assert.True(BriefingSamples.Gazetteer.TryAreaIndex(areas, "CF711", out int bangui) && areas[bangui] == "CF71");
        Assert.True(BriefingSamples.Gazetteer.TryAreaIndex(areas, "CAF", out int none) && none == areas.Count - 1);
        Assert.False(BriefingSamples.Gazetteer.TryAreaIndex(areas, "CF999", out _));
        Assert.False(BriefingSamples.Gazetteer.TryAreaIndex(["CF11", "CAF"], "CF711", out _));
    }

    [Theory]
    [InlineData("", 1, "header")]
    [InlineData("level,pcode\n", 1, "header")]
    [InlineData(Header, 0, "empty")]
    [InlineData(Header + "1,CF11,A,A,CAF\n", 2, "fields")]
    [InlineData(Header + "1,CF11,\"A\",A,CAF,2015-06-15\n", 2, "fields")]
    [InlineData(Header + "3,CF11,A,A,CAF,2015-06-15\n", 2, "level")]
    [InlineData(Header + "1,Bangui,A,A,CAF,2015-06-15\n", 2, "code")]
    [InlineData(Header + "1,CF11,,,CAF,2015-06-15\n", 2, "name")]
    [InlineData(Header + "1,CF11,A\u202Eb,,CAF,2015-06-15\n", 2, "name")]
    [InlineData(Header + "1,CF11,A,A,CAF,2015-6-15\n", 2, "date")]
    [InlineData(Header + "1,CF11,A,A,Chad,2015-06-15\n", 2, "parent")]
    [InlineData(Header + First + "1,CF12,A,A,TCD,2015-06-15\n", 3, "parent")]
    [InlineData(Header + First + "2,CF121,A,A,CF12,2015-06-15\n", 3, "parent")]
    [InlineData(Header + First + "2,CF121,A,A,CAF,2015-06-15\n", 3, "parent")]
    [InlineData(Header + First + First, 3, "duplicate")]
    public void TryRead_Malformed_SaysWhereAndWhy(string csv, int line, string code)
    {
        Assert.False(Gazetteer.TryRead(csv, out Gazetteer? gazetteer, out PlaceFault? fault));
        Assert.Null(gazetteer);
        Assert.Equal(new PlaceFault(line, code), fault);
    }

    [Fact]
    public void TryRead_SampleMap_HasWholeNumberPathsInsideTheGrid()
    {
        CountryMap map = BriefingSamples.Map;
        Assert.Equal(BriefingSamples.Gazetteer.AreaCodes.Order(), map.Areas.Select(area => area.Code));
        Assert.InRange(map.Height, 300, 600);
        foreach (MapArea area in map.Areas)
        {
            Assert.Matches(PathGrammar(), area.Path);
            Assert.InRange(area.LabelX, 0, CountryMap.Width);
            Assert.InRange(area.LabelY, 0, map.Height);
            Assert.True(area.Room >= 1, area.Code);
        }

        Assert.True(map.Areas.Single(area => area.Code == "CF53").LabelY < map.Areas.Single(area => area.Code == "CF71").LabelY, "north is up");
        Assert.True(map.Areas.Single(area => area.Code == "CF63").LabelX > map.Areas.Single(area => area.Code == "CF71").LabelX, "east is right");
    }

    [Theory]
    [InlineData("[", "json")]
    [InlineData("{\"type\":\"FeatureCollection\",\"type\":\"FeatureCollection\",\"features\":[]}", "json")]
    [InlineData("{\"type\":\"FeatureCollection\",\"features\":[]} x", "json")]
    [InlineData("[]", "shape")]
    [InlineData("{\"type\":\"Feature\"}", "shape")]
    [InlineData("{\"type\":\"FeatureCollection\",\"features\":[]}", "empty")]
    public void TryRead_MalformedCollection_IsRefused(string json, string code)
    {
        Assert.False(CountryMap.TryRead(json, BriefingSamples.Gazetteer, out _, out PlaceFault? fault));
        Assert.Equal(new PlaceFault(0, code), fault);
    }

    [Theory]
    [InlineData("\"CF99\"", "[[[1,1],[2,1],[2,2],[1,1]]]", "area")]
    [InlineData("\"CF711\"", "[[[1,1],[2,1],[2,2],[1,1]]]", "area")]
    [InlineData("7", "[[[1,1],[2,1],[2,2],[1,1]]]", "shape")]
    [InlineData("\"CF71\"", "[[[1,1],[2,1],[2,2]]]", "shape")]
    [InlineData("\"CF71\"", "[[[1,1],[2,1],[2,2],[1,2]]]", "shape")]
    [InlineData("\"CF71\"", "[[[1,1],[2,1],[2,99],[1,1]]]", "shape")]
    [InlineData("\"CF71\"", "[[[1,1],[2,1],[2],[1,1]]]", "shape")]
    [InlineData("\"CF71\"", "[[[1,1],[2,1],[2,\"2\"],[1,1]]]", "shape")]
    [InlineData("\"CF71\"", "[]", "shape")]
    [InlineData("\"CF71\"", "7", "shape")]
    public void TryRead_MalformedFeature_IsRefused(string pcode, string coordinates, string code)
    {
        string json = $$$"""{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"pcode":{{{pcode}}}},"geometry":{"type":"Polygon","coordinates":{{{coordinates}}}}}]}""";
        Assert.False(CountryMap.TryRead(json, BriefingSamples.Gazetteer, out _, out PlaceFault? fault));
        Assert.Equal(new PlaceFault(1, code), fault);
    }

    [GeneratedRegex("^(M[0-9]+ [0-9]+l-?[0-9]+([ -][0-9]+|-[0-9]+)*z)+$")]
    private static partial Regex PathGrammar();
}
