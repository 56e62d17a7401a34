using System.Text;
using System.Text.Json;
using Broker.Briefings;
using Broker.Cli;
using Broker.DisclosureControl;

namespace Broker.Tests.Cli;

/// <summary>The sample file, against totals that were computed apart from this code (published with the data).</summary>
public sealed class GedSampleTests
{
    private static readonly GedImport Import = GedImport.Load(
        Repository.Sample("ged-car-2012-2014.csv"), Repository.Sample(GedImport.ActorsFile), Repository.Sample(GedImport.PcodesFile), "CAF");

    [Fact]
    public void Map_Sample_TakesEveryRow()
    {
        Assert.Equal(678, Import.File.Rows.Count);
        Assert.Empty(Import.File.Refused);
    }

    [Fact]
    public void Map_Sample_HasTheKnownYears()
    {
        var years = Import.File.Rows.GroupBy(row => row.Year).ToDictionary(group => group.Key, group => group.Count());
        Assert.Equal(new Dictionary<string, int> { ["2012"] = 31, ["2013"] = 186, ["2014"] = 461 }, years);
    }

    [Fact]
    public void Map_Sample_HasTheKnownAreas()
    {
        Dictionary<string, int> expected = new()
        {
            [""] = 11, ["Bamingui-Bangoran province"] = 3, ["Bangui province"] = 146, ["Basse-Kotto province"] = 6,
            ["Haut-Mbomou province"] = 16, ["Haute-Kotto province"] = 20, ["Kémo province"] = 31, ["Lobaye province"] = 25,
            ["Mambéré-Kadéi province"] = 28, ["Mbomou province"] = 20, ["Nana-Grébizi province"] = 29, ["Nana-Mambéré province"] = 20,
            ["Ombella-M'Poko province"] = 60, ["Ouaka province"] = 90, ["Ouham province"] = 110, ["Ouham-Pendé province"] = 55,
            ["Sangha-Mbaéré province"] = 8,
        };
        Assert.Equal(expected, Import.File.Rows.GroupBy(row => row.Adm1).ToDictionary(group => group.Key, group => group.Count()));
    }

    [Fact]
    public void Map_Sample_HasTheKnownKinds()
    {
        Assert.Equal(76, Import.File.Rows.Count(row => row.Kind == EventKind.StateBased));
        Assert.Equal(151, Import.File.Rows.Count(row => row.Kind == EventKind.NonState));
        Assert.Equal(451, Import.File.Rows.Count(row => row.Kind == EventKind.OneSided));
    }

    [Fact]
    public void Map_Sample_KeepsEveryBestEstimateAndWidensOnlyRangesOutOfOrder()
    {
        Assert.Equal(7021, Import.File.Rows.Sum(row => row.Killed.Best));
        Assert.Equal(8, Import.File.Rows.Count(row => row.KilledWidened));
        Assert.All(Import.File.Rows, row => Assert.True(row.Killed.IsConsistent));
    }

    [Fact]
    public void Map_Sample_HasAnOrganisationForEveryOfficeNamed()
    {
        Assert.Equal(111, Import.File.Offices.Count);
        Assert.Equal(24, Import.RowsOf(GedMapping.Unattributed).Count);
        Assert.All(Import.File.Rows, row => Assert.Contains(row.Office, Import.File.Offices));
    }

    [Fact]
    public void Map_Sample_GivesPlacesByTheirCodesOnly()
    {
        Assert.All(Import.File.Rows, row => Assert.Matches("^CAF$|^CF[0-9]{2,3}$", row.Place));
        Assert.Equal(11, Import.File.Rows.Count(row => row.Place == "CAF"));
    }

    [Fact]
    public void Map_Sample_MakesObservationsThatCanBeWritten()
    {
        using TestMember broker = new();
        using var member = broker.Folder.Open();
        RecordSealer sealer = new(member, broker.Epoch, "CAF", broker.Fill);
        Assert.All(Import.File.Rows.Take(40), row => Assert.NotEmpty(sealer.Seal(row, Import.Digest).Package));
    }

    [Fact]
    public void Map_Sample_HasRowsInEveryPeriodOfTheDemo()
    {
        var blocks = Import.File.Rows.Select(row => FourWeekCalendar.Containing(row.Interval.From)).ToHashSet();
        for (var block = FourWeekCalendar.Parse("2013-01"); block <= FourWeekCalendar.Parse("2014-13"); block = block.Next())
        {
            Assert.Contains(block, blocks);
        }
    }

    [Fact]
    public void Actors_Table_CoversEveryNameOfTheSampleAndNoOther()
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        using var csv = CsvTable.Open(Repository.Sample("ged-car-2012-2014.csv"), "side_a", "side_b");
        while (csv.Read())
        {
            names.Add(csv["side_a"]);
            names.Add(csv["side_b"]);
        }

        Assert.Equal(names.Order(StringComparer.Ordinal), ActorTable.Load(Repository.Sample(GedImport.ActorsFile)).Names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Summary_OfEverythingAccepted_HasOnlyWholeNumbersAndTheExpectedShape()
    {
        DemoDeposit[] deposits = [.. Import.File.Rows.Select(row => new DemoDeposit(row, row.Office, 0, new DepositedRow("f 1", "r", DepositedRow.Accepted)))];
        var json = new DemoSummary
        {
            Deposited = 678, Refused = 0, Organisations = 111, Blocks = 26, Entries = 300, Witness = "w", Cosigned = 300, Releases = 78, ReceiptsVerified = 678,
            LogVerified = true, Restarts = 0, Seconds = 40, PeakMemoryMiB = new DemoMemory(100, 80, 70, 90),
            RowsByYear = DemoSummary.Count(deposits, row => row.Year), RowsByAdm1 = DemoSummary.Count(deposits, row => row.Adm1),
            Withdrawn = 2, RefusedRequests = [new DemoRefusal("delegate", "evaluation", "refused", "no", ["rule-3"], "00")],
        }.ToJson();
        using var document = JsonDocument.Parse(json);
        string[] members =
        [
            "deposited", "refused", "organisations", "blocks", "entries", "witness", "cosigned", "releases", "receiptsVerified", "logVerified", "restarts", "seconds",
            "peakMemoryMiB", "rowsByYear", "rowsByAdm1", "withdrawn", "refusedRequests",
        ];
        Assert.Equal(members, document.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Equal(146, document.RootElement.GetProperty("rowsByAdm1").GetProperty("Bangui province").GetInt32());
        Assert.Equal(11, document.RootElement.GetProperty("rowsByAdm1").GetProperty("").GetInt32());
        Assert.Equal(461, document.RootElement.GetProperty("rowsByYear").GetProperty("2014").GetInt32());
        Assert.Equal(["silo", "gateway", "witness", "broker"], document.RootElement.GetProperty("peakMemoryMiB").EnumerateObject().Select(member => member.Name));
        Assert.DoesNotMatch("[0-9][.][0-9]", Encoding.UTF8.GetString(json));
    }

    [Fact]
    public void Summary_CountsOnlyWhatWasAccepted()
    {
        DemoDeposit[] deposits = [.. Import.File.Rows.Take(5).Select((row, i) => new DemoDeposit(row, row.Office, 0, new DepositedRow("f 1", "r", i == 0 ? "place" : DepositedRow.Accepted)))];
        Assert.Equal(4, DemoSummary.Count(deposits, row => row.Year).Values.Sum());
    }
}
