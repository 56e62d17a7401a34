using Broker.Cli;

namespace Broker.Tests.Cli;

/// <summary>Rows made up for these tests, each with one fault.</summary>
public sealed class GedMappingTests
{
    private const string Secret = "the secret witness";

    private static readonly Dictionary<string, string> Good = new()
    {
        ["year"] = "2014", ["type_of_violence"] = "3", ["side_a"] = "Group", ["side_b"] = "Civilians", ["source_article"] = "an article",
        ["source_office"] = "Office A; Office B", ["source_date"] = "2014-01-05", ["source_headline"] = "a headline", ["source_original"] = Secret,
        ["where_prec"] = "1", ["where_coordinates"] = "a place", ["where_description"] = "by the river", ["adm_1"] = "North", ["adm_2"] = "Town",
        ["latitude"] = "1", ["longitude"] = "2", ["date_prec"] = "1", ["date_start"] = "2014-01-02 00:00:00.000", ["date_end"] = "2014-01-02 00:00:00.000",
        ["best"] = "5", ["high"] = "9", ["low"] = "2",
    };

    [Theory]
    [InlineData("type_of_violence", "4", "kind")]
    [InlineData("type_of_violence", "", "kind")]
    [InlineData("side_a", "Somebody", "actor-a")]
    [InlineData("side_a", "group", "actor-a")]
    [InlineData("side_b", "", "actor-b")]
    [InlineData("adm_2", "Elsewhere", "place")]
    [InlineData("adm_1", "South", "place")]
    [InlineData("date_start", "2014-01-32 00:00:00.000", "date")]
    [InlineData("date_start", "2014-01-02 10:00:00.000", "date")]
    [InlineData("date_end", "02/01/2014", "date")]
    [InlineData("date_end", "2014-01-01 00:00:00.000", "date-order")]
    [InlineData("date_prec", "0", "date-precision")]
    [InlineData("date_prec", "6", "date-precision")]
    [InlineData("date_end", "2014-01-03 00:00:00.000", "date-precision")]
    [InlineData("best", "-1", "killed")]
    [InlineData("best", "5.5", "killed")]
    [InlineData("low", "", "killed")]
    [InlineData("high", "1000001", "killed")]
    [InlineData("high", " 9", "killed")]
    public void Map_OneFault_IsRefusedWithLineAndCodeAndWithoutContent(string column, string value, string code)
    {
        var file = Load([Good, With((column, value)), Good]);
        var refused = Assert.Single(file.Refused);
        Assert.Equal($"line 3: {code}", refused.ToString());
        Assert.Equal(2, file.Rows.Count);
        Assert.True(value.Length < 3 || !refused.ToString().Contains(value, StringComparison.Ordinal));
    }

    [Fact]
    public void Map_NoAreaAlthoughThePrecisionKnowsOne_IsRefused()
        => Assert.Equal(GedFault.Place, Load([With(("adm_1", ""), ("adm_2", ""), ("where_prec", "2"))]).Refused.Single().Fault);

    [Theory]
    [InlineData("5")]
    [InlineData("6")]
    public void Map_NoAreaAndNoneKnown_IsTheCountry(string precision)
        => Assert.Equal("CAF", Load([With(("adm_1", ""), ("adm_2", ""), ("where_prec", precision))]).Rows.Single().Place);

    [Fact]
    public void Map_FirstLevelOnly_HasTheFirstLevelCode()
        => Assert.Equal("CF90", Load([With(("adm_2", ""), ("where_prec", "4"))]).Rows.Single().Place);

    [Fact]
    public void Map_NeitherSourceNorArticle_IsRefused()
        => Assert.Equal(GedFault.SourceMissing, Load([With(("source_original", ""), ("source_article", ""))]).Refused.Single().Fault);

    [Fact]
    public void Map_WrongNumberOfFields_IsRefusedAndTheNextRowIsRead()
    {
        using TemporaryFolder folder = new();
        var text = Text([Good]) + "only,three,fields\n" + Row(Good);
        var file = GedFile.Load(folder.Write("f.csv", text), Mapping(folder));
        Assert.Equal("line 3: columns", Assert.Single(file.Refused).ToString());
        Assert.Equal(2, file.Rows.Count);
    }

    [Fact]
    public void Map_LineBreaksInsideFields_CountAsLines()
    {
        var file = Load([With(("source_headline", "one\ntwo\nthree")), With(("side_a", "Somebody"))]);
        Assert.Equal(2, file.Rows.Single().Line);
        Assert.Equal("line 5: actor-a", file.Refused.Single().ToString());
    }

    [Theory]
    [InlineData("13", "12", "13", 12, 12, 13)]
    [InlineData("13", "13", "12", 12, 13, 13)]
    public void Map_CountsOutOfOrder_KeepTheBestEstimateInAWiderRange(string low, string best, string high, int wideLow, int kept, int wideHigh)
    {
        var row = Load([With(("low", low), ("best", best), ("high", high))]).Rows.Single();
        Assert.True(row.KilledWidened);
        Assert.Equal((wideLow, kept, wideHigh), (row.Killed.Low, row.Killed.Best, row.Killed.High));
    }

    [Theory]
    [InlineData("A;B", "A|B")]
    [InlineData(" A ; ;B; ", "A|B")]
    [InlineData("", "unattributed")]
    [InlineData(" ; ", "unattributed")]
    [InlineData("a;A", "a|A")]
    public void Offices_Cell_IsSplitAndNothingMerged(string cell, string expected)
        => Assert.Equal(expected, string.Join('|', GedMapping.Offices(cell)));

    [Fact]
    public void Map_Row_NeverPrintsItself()
    {
        var row = Load([Good]).Rows.Single();
        Assert.DoesNotContain(Secret, row.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, $"{row}", StringComparison.Ordinal);
    }

    [Fact]
    public void Load_MissingColumn_NamesIt()
    {
        using TemporaryFolder folder = new();
        var file = folder.Write("f.csv", "id,year\n1,2014\n");
        var failure = Assert.Throws<CommandFailure>(() => GedFile.Load(file, Mapping(folder)));
        Assert.Contains("no column `type_of_violence`", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_ColumnTwice_IsRefused()
    {
        using TemporaryFolder folder = new();
        Assert.Throws<CommandFailure>(() => GedFile.Load(folder.Write("f.csv", Text([Good]).Replace("low", "high", StringComparison.Ordinal)), Mapping(folder)));
    }

    [Theory]
    [InlineData("name,code,role,state\nX,Big Code,militia,\n")]
    [InlineData("name,code,role,state\nX,x,clerics,\n")]
    [InlineData("name,code,role,state\nX,x,militia,caf\n")]
    [InlineData("name,code,role,state\nX,x,militia,\nX,y,militia,\n")]
    [InlineData("name,code,role\nX,x,militia\n")]
    public void Actors_BadTable_IsRefused(string text)
    {
        using TemporaryFolder folder = new();
        Assert.Throws<CommandFailure>(() => ActorTable.Load(folder.Write("a.csv", text)));
    }

    private static Dictionary<string, string> With(params (string Column, string Value)[] changes)
    {
        Dictionary<string, string> row = new(Good);
        foreach (var (column, value) in changes)
        {
            row[column] = value;
        }

        return row;
    }

    private static GedFile Load(IReadOnlyList<Dictionary<string, string>> rows)
    {
        using TemporaryFolder folder = new();
        return GedFile.Load(folder.Write("f.csv", Text(rows)), Mapping(folder));
    }

    private static GedMapping Mapping(TemporaryFolder folder) => new(
        "CAF",
        ActorTable.Load(folder.Write("actors.csv", "name,code,role,state\nGroup,group,armed-group,\nCivilians,civilians,civilians,\n")),
        PcodeTable.Load(folder.Write("pcodes.csv", "ged_level,ged_value,ged_parent,pcode\nadm_1,,,\nadm_1,North,,CF90\nadm_2,Town,North,CF901\n")));

    private static string Text(IReadOnlyList<Dictionary<string, string>> rows)
        => string.Join(',', Good.Keys) + "\n" + string.Concat(rows.Select(Row));

    private static string Row(Dictionary<string, string> row)
        => string.Join(',', row.Values.Select(value => value.AsSpan().ContainsAny(",\n\"") ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value)) + "\n";
}
