using System.Text;
using System.Text.Json;
using Broker.Briefings;
using Broker.Cli;

namespace Broker.Tests.Cli;

/// <summary>What an auditor finds in its own index, and in what form it takes it away.</summary>
public sealed class AuditSearchTests : IDisposable
{
    private readonly AuditScene scene = new();
    private readonly TemporaryFolder folder = new();

    public static TheoryData<long[], string[]> Questions => new()
    {
        { [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [] },
        { [2], ["--received-by", AuditScene.Delegate] },
        { [2], ["--received-by", "state LUX"] },
        { [2], ["--received-by", "LUX"] },
        { [6, 7], ["--received-by", "ngo-b"] },
        { [], ["--received-by", "ngo-c"] },
        { [2, 7], ["--who-received", "1"] },
        { [6], ["--who-received", "CAF/2014-01/final/consortium"] },
        { [2, 6, 7], ["--who-received", "CAF/2014-01/final"] },
        { [2, 7], ["--who-received", Sha256Digest.Of(AuditScene.Page(AuditScene.Tier)).ToString()] },
        { [7], ["--who-received", "1", "--requester", AuditScene.Seated] },
        { [3], ["--decision", "refused"] },
        { [1, 5], ["--kind", "release"] },
        { [1, 5], ["--decision", "released"] },
        { [3, 6, 8], ["--from", "2014-03-02", "--to", "2014-03-05"] },
        { [3, 6], ["--from", "2014-03-02", "--to", "2014-03-05", "--country", "CAF"] },
        { [5, 6], ["--tier", AuditScene.Consortium] },
        { [3], ["--rule", "rule-3"] },
        { [3, 6, 7], ["--requester", AuditScene.Seated] },
        { [3, 6, 7], ["--for", "organisation ngo-b"] },
        { [1, 2, 3, 5, 6, 7], ["--revision", AuditScene.Revision.ToString()] },
        { [1], ["--hash", Sha256Digest.Of(AuditScene.Page(AuditScene.Tier)).ToString().ToUpperInvariant()] },
        { [], ["--hash", new string('0', 64)] },
    };

    public void Dispose()
    {
        scene.Dispose();
        folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Questions))]
    public async Task Search_ByWhatWasAsked_FindsExactlyThoseEntries(long[] expected, string[] args)
    {
        await scene.OkAsync("fetch");
        Assert.Equal(expected, (await scene.SearchAsync(args)).Select(row => row.GetProperty("index").GetInt64()));
    }

    [Fact]
    public async Task Search_ByTheHashOfAnyEntryOrLeaf_FindsIt()
    {
        await scene.OkAsync("fetch");
        foreach (var row in await scene.SearchAsync())
        {
            foreach (var name in new[] { "leafHash", "entryHash" })
            {
                Assert.Equal(row.GetProperty("index").GetInt64(), Assert.Single(await scene.SearchAsync("--hash", row.GetProperty(name).GetString()!)).GetProperty("index").GetInt64());
            }
        }
    }

    [Fact]
    public async Task Search_ForPeople_SaysEachInALineAndHowMany()
    {
        Assert.Equal("log verified: 10 entries; facts of 6 checked against the log, of 0 not kept, of 2 shown to no auditor\n", await scene.OkAsync("fetch"));
        var revision = AuditScene.Revision.ToString();
        Assert.Equal(
            $"entry 3: 2014-03-02 refused CAF/2014-01, tier elected-member, to {AuditScene.Seated} (organisation ngo-b) for council-briefing: rule-3 of revision {revision}\n"
            + $"entry 6: 2014-03-05 delivered CAF/2014-01/final, tier consortium, (release entry 5) to {AuditScene.Seated} (organisation ngo-b) for early-warning: rule-1 of revision {revision}\n"
            + "2 of 10 entries\n",
            await scene.OkAsync("search", "--from", "2014-03-02", "--to", "2014-03-05", "--country", "CAF"));
        Assert.Equal("entry 4: withdrawal, facts: not shown\n1 of 10 entries\n", await scene.OkAsync("search", "--kind", "withdrawal"));
    }

    [Theory]
    [InlineData("CAF/2014-01/final", 2, 6, 7)]
    [InlineData("CAF/2014-01/final/consortium", 6)]
    [InlineData("CAF/2014-01/final/elected-member", 2, 7)]
    public async Task Search_WhoReceivedAReleaseWhoseFactsAreHeldBack_LeavesNoDeliveryOut(string name, params int[] expected)
    {
        scene.Lie = lines => [.. lines.Where(line => line.Index != 5)];
        await scene.OkAsync("fetch");
        Assert.Equal(expected, (await scene.SearchAsync("--who-received", name)).Select(row => row.GetProperty("index").GetInt32()));
    }

    [Theory]
    [InlineData("--who-received", "4")]
    [InlineData("--who-received", "CAF/2014-02/final")]
    public async Task Search_ForAReleaseThatIsNone_IsAnExpectedNo(params string[] args)
    {
        await scene.OkAsync("fetch");
        Assert.Equal(ExitCodes.No, (await scene.RunAsync("search", args)).Code);
    }

    [Theory]
    [InlineData("--hash", "00")]
    [InlineData("--from", "2014-2-1")]
    [InlineData("--country", "caf")]
    [InlineData("--decision", "taken")]
    [InlineData("--kind", "rumour")]
    public async Task Search_ForWhatHasAnotherForm_IsWrongUsage(params string[] args)
    {
        await scene.OkAsync("fetch");
        Assert.Equal(ExitCodes.Failure, (await scene.RunAsync("search", args)).Code);
    }

    [Fact]
    public async Task Search_BeforeAnythingWasFetched_SaysSo()
    {
        var (code, _, error) = await scene.RunAsync("search");
        Assert.Equal(ExitCodes.Failure, code);
        Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Export_AsCsv_IsReadBackCellByCellAndHasNoFormula()
    {
        const string Hostile = "=HYPERLINK(\"http://x\",1), \"quoted\"";
        scene.Refusal(Hostile);
        await scene.OkAsync("fetch");
        await scene.OkAsync("export", "--format", "csv", "--out", folder.At("rows.csv"));

        var records = ReadCsv(await File.ReadAllTextAsync(folder.At("rows.csv")));
        Assert.Equal(AuditRow.Columns, records[0]);
        Assert.Equal(12, records.Count);
        Assert.Equal("'" + Hostile, records[^1][AuditRow.Columns.ToList().IndexOf("rule")]);
        Assert.All(records.SelectMany(record => record), cell => Assert.False(cell.Length > 0 && "=+-@\t\r|%".Contains(cell[0], StringComparison.Ordinal)));
        Assert.Equal(Hostile, (await scene.SearchAsync("--rule", Hostile))[0].GetProperty("rule").GetString());
    }

    [Theory]
    [InlineData("=1")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("@x")]
    [InlineData("|x")]
    public void Cell_ThatASpreadsheetWouldRun_BeginsWithAnApostrophe(string value) => Assert.Equal($"\"'{value}\",\"\"\r\n", AuditExport.CsvLine([value, null]));

    [Fact]
    public async Task Export_OfThousandsOfRows_HasThemAll()
    {
        const int More = 3000;
        for (var i = 0; i < More; i++)
        {
            scene.Log.Append(new KeyRingEntry(TestMember.OriginName, i + 2, AuditScene.Revision).Encode());
        }

        await scene.OkAsync("fetch");
        await scene.OkAsync("export", "--format", "jsonl", "--out", folder.At("rows.jsonl"));

        var lines = await File.ReadAllLinesAsync(folder.At("rows.jsonl"));
        Assert.Equal(Enumerable.Range(0, AuditScene.Size + More), lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("index").GetInt32()));
        Assert.Equal(5, JsonDocument.Parse(lines[6]).RootElement.GetProperty("releaseEntry").GetInt64());
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.At("rows.jsonl")));
        }
    }

    [Fact]
    public async Task Export_OverAFileThatExists_ChangesNothing()
    {
        await scene.OkAsync("fetch");
        await File.WriteAllTextAsync(folder.At("kept"), "kept");
        Assert.Equal(ExitCodes.Failure, (await scene.RunAsync("export", "--format", "csv", "--out", folder.At("kept"))).Code);
        Assert.Equal("kept", await File.ReadAllTextAsync(folder.At("kept")));
    }

    [Fact]
    public async Task Row_OfEveryEntry_IsReadBackFromItsLine()
    {
        await scene.OkAsync("fetch");
        AuditIndex index = new(scene.Index, TestMember.OriginName);
        Assert.Equal(scene.Log.Head, index.Head());
        Assert.All(index.Rows(), row => Assert.Equal(row, AuditRow.TryRead(row.Line())));
        Assert.All(new[] { "", "x", "1\t2", string.Join('\t', Enumerable.Repeat("a", AuditRow.Columns.Count)) }, line => Assert.Null(AuditRow.TryRead(line)));
    }

    // A reader of RFC 4180 that shares nothing with the writer.
    private static List<List<string>> ReadCsv(string text)
    {
        List<List<string>> records = [[]];
        StringBuilder cell = new();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (quoted && text[i] == '"' && i + 1 < text.Length && text[i + 1] == '"')
            {
                cell.Append(text[++i]);
            }
            else if (text[i] == '"')
            {
                quoted = !quoted;
            }
            else if (!quoted && (text[i] == ',' || text[i] == '\n'))
            {
                records[^1].Add(cell.ToString());
                cell.Clear();
                if (text[i] == '\n')
                {
                    records.Add([]);
                }
            }
            else if (quoted || text[i] != '\r')
            {
                cell.Append(text[i]);
            }
        }

        Assert.Empty(records[^1]);
        return records[..^1];
    }
}
