using System.Text;
using Broker.Briefings;
using Broker.Cli;

namespace Broker.Tests.Cli;

/// <summary>An auditor before a broker that lies about what entries commit to, and what its folder loses.</summary>
public sealed class AuditFetchTests : IDisposable
{
    private const string Unordered = "the gateway's answer is not facts in the order of the log";

    private readonly AuditScene scene = new();

    public static TheoryData<string, string> Lies => new()
    {
        { "wrong salt", "entry 2 commits to other facts" },
        { "other requester", "entry 2 commits to other facts" },
        { "facts of another entry", "entry 2 commits to other facts" },
        { "facts of two entries changed about", "entry 6 commits to other facts" },
        { "a release's facts changed", "entry 1 commits to other facts" },
        { "facts of a withdrawal", "entry 4 has no facts that an auditor gets" },
        { "facts of a key ring", "entry 9 has no facts that an auditor gets" },
        { "doubled", Unordered },
        { "unordered", Unordered },
        { "short salt", Unordered },
        { "endless facts", Unordered },
        { "before what was asked for", Unordered },
    };

    public void Dispose() => scene.Dispose();

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task Fetch_FromABrokerThatLies_IsAnExpectedNoAndKeepsNothing(string lie, string words)
    {
        scene.Lie = lines => Tell(lie, lines);
        var (code, _, error) = await scene.RunAsync("fetch");
        Assert.Equal(ExitCodes.No, code);
        Assert.Contains(words, error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(scene.Folder.Audit));

        // Once it tells the truth, nothing of the lie is left.
        scene.Lie = lines => lines;
        await scene.OkAsync("fetch");
        Assert.Equal(AuditScene.Size, (await scene.SearchAsync()).Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Fetch_FromAGatewayThatNeverGetsOn_Ends(bool back)
    {
        scene.Next = from => back ? 0 : from;
        Assert.Equal(ExitCodes.No, (await scene.RunAsync("fetch")).Code);
        Assert.InRange(scene.Asked.Count, 1, 2);
    }

    [Fact]
    public async Task Fetch_FromAGatewayThatGoesPastTheLog_Ends()
    {
        scene.Next = from => from + AuditScene.PageEntries;
        await scene.OkAsync("fetch");
        Assert.Equal([0L, 4, 8], scene.Asked);
    }

    [Theory]
    [InlineData(4, AuditScene.Tier, "says that a release was delivered which the log does not have before it")]
    [InlineData(99, AuditScene.Tier, "says that a release was delivered which the log does not have before it")]
    [InlineData(5, AuditScene.Tier, "says that another release was delivered")]
    public async Task Fetch_OfADeliveryThatTheLogContradicts_NamesTheEntry(long release, string tier, string words)
    {
        scene.Briefing(AuditScene.Delegate, Affiliation.State("LUX"), tier, release, 7);
        var (code, _, error) = await scene.RunAsync("fetch");
        Assert.Equal(ExitCodes.No, code);
        Assert.Contains($"entry {AuditScene.Size} {words}", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_WithFactsLeftOut_HasTheirRowsAndDropsThemFromNoSearch()
    {
        scene.Lie = lines => [.. lines.Where(line => line.Index is not (3 or 6))];
        Assert.Contains("facts of 4 checked against the log, of 2 not kept, of 2 shown", await scene.OkAsync("fetch"), StringComparison.Ordinal);

        var rows = await scene.SearchAsync("--requester", AuditScene.Delegate);
        Assert.Equal([(2L, "checked"), (3, "not kept"), (6, "not kept")], rows.Select(row => (row.GetProperty("index").GetInt64(), row.GetProperty("facts").GetString())));
        Assert.Equal([2L, 6], (await scene.SearchAsync("--received-by", "LUX")).Select(row => row.GetProperty("index").GetInt64()));
        Assert.Contains(
            "3 of 10 entries; of 2 among them the facts are not kept", await scene.OkAsync("search", "--requester", AuditScene.Delegate), StringComparison.Ordinal);

        // They are asked for again each time, and may be there again.
        scene.Lie = lines => lines;
        scene.Asked.Clear();
        Assert.Contains("of 0 not kept", await scene.OkAsync("fetch"), StringComparison.Ordinal);
        Assert.Equal([3L, 7], scene.Asked);
    }

    [Fact]
    public async Task Fetch_WithFactsThatAreDamagedAtTheBroker_NamesThemEndsWithNoAndHasAllOthers()
    {
        scene.Damaged = [1, 3];
        var (code, output, _) = await scene.RunAsync("fetch");
        Assert.Equal(ExitCodes.No, code);
        Assert.Contains("facts of 4 checked against the log, of 0 not kept", output, StringComparison.Ordinal);
        Assert.Contains("the facts of 2 are damaged in its store: entries 1, 3;", output, StringComparison.Ordinal);
        var rows = (await scene.SearchAsync()).ToDictionary(row => row.GetProperty("index").GetInt64(), row => row.GetProperty("facts").GetString());
        Assert.Equal(AuditScene.Size, rows.Count);
        Assert.Equal([1L, 3], rows.Where(row => row.Value == "damaged").Select(row => row.Key));
        Assert.Contains("; of 2 among them the facts are not kept or damaged", await scene.OkAsync("search", "--requester", AuditScene.Delegate), StringComparison.Ordinal);
        Assert.Equal([1L, 2, 3], (await scene.SearchAsync("--requester", AuditScene.Delegate)).Select(row => row.GetProperty("index").GetInt64()));
        Assert.Contains("entry 3: refusal, facts: damaged", await scene.OkAsync("search"), StringComparison.Ordinal);

        // They are asked for again each time; once the broker's are restored, the index is that of a fetch that never missed them.
        scene.Damaged = [];
        await scene.OkAsync("fetch");
        var restored = await File.ReadAllBytesAsync(scene.Index);
        File.Delete(scene.Index);
        await scene.OkAsync("fetch");
        Assert.Equal(restored, await File.ReadAllBytesAsync(scene.Index));

        // What the auditor kept outlives the damage, which is told all the same.
        File.Delete(scene.Index);
        scene.Damaged = [3];
        (code, output, _) = await scene.RunAsync("fetch");
        Assert.Equal(ExitCodes.No, code);
        Assert.Contains("the facts of 1 are damaged in its store: entry 3;", output, StringComparison.Ordinal);
        Assert.Equal(restored, await File.ReadAllBytesAsync(scene.Index));
    }

    [Theory]
    [InlineData("given too", Unordered)]
    [InlineData("doubled", Unordered)]
    [InlineData("unordered", Unordered)]
    [InlineData("before what was asked for", Unordered)]
    [InlineData("beyond the page", Unordered)]
    [InlineData("a key ring", "entry 9 has no facts that an auditor gets")]
    [InlineData("a withdrawal", "entry 4 has no facts that an auditor gets")]
    public async Task Fetch_WhereDamageIsToldThatCannotBe_IsAnExpectedNoAndKeepsNothing(string lie, string words)
    {
        scene.Told = from => (lie, from) switch
        {
            ("given too", 0) => [2],
            ("doubled", 0) => [0, 0],
            ("unordered", 0) => [3, 0],
            ("before what was asked for", 4) => [0],
            ("beyond the page", 0) => [4],
            ("a key ring", 8) => [9],
            ("a withdrawal", 4) => [4],
            _ => [],
        };
        var (code, _, error) = await scene.RunAsync("fetch");
        Assert.Equal(ExitCodes.No, code);
        Assert.Contains(words, error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(scene.Folder.Audit));
    }

    [Fact]
    public async Task Fetch_OfAGrownLog_AsksForWhatIsNewAndMakesTheIndexOfAFreshOne()
    {
        await scene.OkAsync("fetch");
        scene.Asked.Clear();
        scene.Refusal("rule-4");
        scene.Briefing(AuditScene.Delegate, Affiliation.State("LUX"), AuditScene.Tier, 1, 9);
        await scene.OkAsync("fetch");
        Assert.Equal([(long)AuditScene.Size], scene.Asked);
        var extended = await File.ReadAllBytesAsync(scene.Index);

        File.Delete(scene.Index);
        await scene.OkAsync("fetch");
        Assert.Equal(extended, await File.ReadAllBytesAsync(scene.Index));
    }

    [Fact]
    public async Task Index_LostAfterTheBrokerShreddedItsFacts_IsMadeAgainFromWhatWasKept()
    {
        await scene.OkAsync("fetch");
        var before = await File.ReadAllBytesAsync(scene.Index);
        scene.Lie = _ => [];

        File.Delete(scene.Index);
        await scene.SearchAsync();
        Assert.Equal(before, await File.ReadAllBytesAsync(scene.Index));
        File.Delete(scene.Index);
        await scene.OkAsync("fetch");
        Assert.Equal(before, await File.ReadAllBytesAsync(scene.Index));
    }

    [Fact]
    public async Task Index_DamagedAnywhere_IsMadeAgain()
    {
        await scene.OkAsync("fetch");
        var before = await File.ReadAllBytesAsync(scene.Index);
        for (var at = 0; at < before.Length; at += 101)
        {
            byte[] damaged = [.. before];
            damaged[at] ^= 1;
            await File.WriteAllBytesAsync(scene.Index, damaged);
            Assert.Equal(AuditScene.Size, (await scene.SearchAsync()).Count);
            Assert.Equal(before, await File.ReadAllBytesAsync(scene.Index));
        }

        foreach (var length in new[] { 0, 1, before.Length / 2, before.Length - 66, before.Length - 1 })
        {
            await File.WriteAllBytesAsync(scene.Index, before[..length]);
            Assert.Equal(AuditScene.Size, (await scene.SearchAsync()).Count);
        }
    }

    [Fact]
    public async Task Facts_DamagedInTheFolder_AreAskedForAgainAndNeverBelieved()
    {
        await scene.OkAsync("fetch");
        var before = await File.ReadAllBytesAsync(scene.Index);
        var lines = await File.ReadAllLinesAsync(scene.Facts);
        lines[2] = lines[2][..^9] + "AAAAAAAA=";
        lines[3] = "nonsense";
        await File.WriteAllTextAsync(scene.Facts, string.Join('\n', lines) + "\n");
        File.Delete(scene.Index);

        Assert.Equal(2, (await scene.SearchAsync()).Count(row => row.GetProperty("facts").GetString() == "not kept"));
        await scene.OkAsync("fetch");
        Assert.Equal(before, await File.ReadAllBytesAsync(scene.Index));
    }

    [Fact]
    public async Task Folder_OfAnAuditor_IsForItsOwnerAlone()
    {
        await scene.OkAsync("fetch");
        Assert.Equal(["facts", "index"], Directory.GetFiles(scene.Folder.Audit).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        if (!OperatingSystem.IsWindows())
        {
            Assert.All(Directory.GetFiles(scene.Folder.Audit), file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
        }
    }

    [Fact]
    public async Task Fetch_OfALogThatWasRolledBack_IsRefusedAndLeavesTheIndex()
    {
        await scene.OkAsync("fetch");
        var before = await File.ReadAllBytesAsync(scene.Index);
        scene.Log.Lie = path => path == "checkpoint"
            ? new HttpResponseMessage { Content = new ByteArrayContent(scene.Log.Sign(Broker.Transparency.TreeHead.Empty)) }
            : null;
        Assert.Equal(ExitCodes.No, (await scene.RunAsync("fetch")).Code);
        Assert.Equal(before, await File.ReadAllBytesAsync(scene.Index));
    }

    private List<EntryFactsAnswer> Tell(string lie, List<EntryFactsAnswer> lines) => lie switch
    {
        "wrong salt" => Change(lines, 2, line => line with { Salt = new byte[FactsHead.SaltSize] }),
        "other requester" => Change(lines, 2, line => line with { Facts = Swap(line.Facts, AuditScene.Delegate, AuditScene.Seated) }),
        "facts of another entry" => Change(lines, 2, _ => scene.Line(7) with { Index = 2 }),
        "facts of two entries changed about" => Change(Change(lines, 6, _ => scene.Line(7) with { Index = 6 }), 7, _ => scene.Line(6) with { Index = 7 }),
        "a release's facts changed" => Change(lines, 1, line => line with { Facts = Swap(line.Facts, "final", "flash") }),
        "facts of a withdrawal" => With(lines, 4),
        "facts of a key ring" => lines.Any(line => line.Index >= 8) || lines.Count == 0 ? [.. lines, scene.Line(7) with { Index = 9 }] : lines,
        "doubled" => [.. lines.SelectMany(line => new[] { line, line })],
        "unordered" => [.. lines.OrderByDescending(line => line.Index)],
        "short salt" => Change(lines, 2, line => line with { Salt = line.Salt[1..] }),
        "endless facts" => Change(lines, 2, line => line with { Facts = [.. line.Facts, .. new byte[5000]] }),
        "before what was asked for" => lines.Any(line => line.Index > 3) ? [scene.Line(1), .. lines] : lines,
        _ => throw new ArgumentException("no such lie", nameof(lie)),
    };

    private static List<EntryFactsAnswer> Change(List<EntryFactsAnswer> lines, long index, Func<EntryFactsAnswer, EntryFactsAnswer> change) =>
        [.. lines.Select(line => line.Index == index ? change(line) : line)];

    private List<EntryFactsAnswer> With(List<EntryFactsAnswer> lines, long index) =>
        lines.Any(line => line.Index > index) ? [scene.Line(index), .. lines] : lines;

    private static byte[] Swap(byte[] text, string from, string to) => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text).Replace(from, to, StringComparison.Ordinal));
}
