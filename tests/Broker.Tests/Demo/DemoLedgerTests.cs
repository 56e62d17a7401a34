using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Broker.Briefings.Tests;
using Broker.Cli;
using Spectre.Console;

namespace Broker.Tests.Demo;

/// <summary>What organisations, and a stranger, find in the log of a real run, against what was deposited.</summary>
[Collection(DemoCollection.Name)]
public sealed partial class DemoLedgerTests(KeptDemo demo) : IClassFixture<KeptDemo>
{
    private const string Origin = "broker.localhost";

    private static readonly string[] Tiers = ["public", "elected-member", "consortium"];

    [Theory]
    [InlineData(40)]
    [InlineData(17)]
    public async Task Ledger_OfAnOrganisation_IsExactlyItsOwn(int office)
    {
        DemoTruth truth = DemoTruth.Of(demo.Out, demo.WithdrawnInTime);
        string[] expected = [.. DemoTruth.Periods.SelectMany((period, block) => Tiers.Where(_ => truth.Of(office, block).Count > 0)
            .Select(tier => $"{period} {tier} {truth.Of(office, block).Count}"))];
        Assert.True(expected.Length >= 12);

        (int exit, string[] lines) = await LedgerAsync(office);

        Assert.Equal(0, exit);
        Assert.Equal(expected.Order(StringComparer.Ordinal), Found(lines).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Ledger_OfAnOrganisationWithoutRecords_IsNoneSoFar()
    {
        DemoTruth truth = DemoTruth.Of(demo.Out, demo.WithdrawnInTime);
        int office = Enumerable.Range(1, truth.Offices).First(one => !File.Exists(Path.Combine(FolderOf(one), "journal")));

        (int exit, string[] lines) = await LedgerAsync(office);

        Assert.Equal(0, exit);
        Assert.Empty(Found(lines));
        Assert.Contains(lines, line => line.StartsWith("none so far", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Ledger_OfTheOrganisationThatWithdrew_CountsTheWithdrawnRecordAndItsOpeningsNameTheOthers()
    {
        DemoTruth truth = DemoTruth.Of(demo.Out, demo.WithdrawnInTime);
        int block = DemoTruth.Periods.ToList().IndexOf("2014-01");
        int office = Enumerable.Range(1, truth.Offices).Single(one => truth.Of(one, block).Contains(demo.WithdrawnLate));

        (_, string[] lines) = await LedgerAsync(office);

        Assert.Equal(
            Tiers.Select(tier => $"2014-01 {tier} {truth.Of(office, block).Count} less 1").Order(StringComparer.Ordinal),
            Found(lines).Where(line => line.StartsWith("2014-01 ", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(40)]
    [InlineData(17)]
    [InlineData(0)] // the one that withdrew
    public async Task Openings_OfAnOrganisation_NameItsRecordsAndNoOthers(int office)
    {
        DemoTruth truth = DemoTruth.Of(demo.Out, demo.WithdrawnInTime);
        int shown = DemoTruth.Periods.ToList().IndexOf("2014-01");
        office = office > 0 ? office : Enumerable.Range(1, truth.Offices).Single(one => truth.Of(one, shown).Contains(demo.WithdrawnLate));
        string[] tags = [.. OwnTags(office).Where(tag => tag is not null).Select(tag => tag!).Order(StringComparer.Ordinal)];

        using Member member = new MemberFolder(FolderOf(office)).Open();
        using GatewayClient client = new(
            new CommandContext(TimeProvider.System, RandomNumberGenerator.Fill, AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) }), () => new SocketsHttpHandler()), new Uri(demo.Url));
        OpeningsAnswer answer = (await client.PostTextAsync(member, "/ledger/openings", "openings/1\n" + string.Concat(tags.Select(tag => $"tag {tag}\n")), CancellationToken.None)).Read<OpeningsAnswer>();

        Assert.Equal(
            DemoTruth.Periods.SelectMany((period, block) => Tiers.SelectMany(tier => truth.Of(office, block).Where(record => record != demo.WithdrawnLate).Select(record => $"{period} {tier} {record}"))).Order(StringComparer.Ordinal),
            answer.Openings.SelectMany(opening => Named(Encoding.UTF8.GetString(opening.Content))).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Slots_OfEveryOrganisation_AreInTheReleasesThatItsRecordsEnteredAndInNoOther()
    {
        DemoTruth truth = DemoTruth.Of(demo.Out, demo.WithdrawnInTime);
        var releases = Releases();
        Assert.Equal(DemoTruth.Periods.Count * Tiers.Length, releases.Count);
        int own = 0;
        for (int office = 1; office <= truth.Offices; office++)
        {
            string?[] tags = OwnTags(office);
            for (int i = 0; i < releases.Count; i++)
            {
                Assert.True(truth.Of(office, i / Tiers.Length).Count > 0 == tags[i] is not null, $"organisation {office}, release {i}");
                own += tags[i] is null ? 0 : 1;
            }
        }

        Assert.True(own > 500);
    }

    [Fact]
    public void Slots_OfTheDemo_TellAStrangerNothingAndNotWhichAreReal()
    {
        DemoTruth truth = DemoTruth.Of(demo.Out, demo.WithdrawnInTime);
        List<SlotSheet> releases = Releases();
        HashSet<string> real = [.. Enumerable.Range(1, truth.Offices).SelectMany(OwnTags).Where(tag => tag is not null).Select(tag => tag!)];

        Assert.All(releases, release => Assert.Equal(128, release.Slots.Count)); // 111 organisations
        Assert.Empty(SlotStatistics.Alarms(releases));
        Assert.Empty(SlotLabelStatistics.Alarms([.. releases.Select(release => (release, release.Slots.Select(slot => real.Contains(Convert.ToHexStringLower(slot.Tag))).ToArray()))]));
    }

    private string FolderOf(int office) => Path.Combine(demo.Out, "organisations", office.ToString("D3", CultureInfo.InvariantCulture));

    private Task<(int ExitCode, string[] Lines)> LedgerAsync(int office) => KeptDemo.CommandAsync("ledger", "--member", FolderOf(office), "--gateway", demo.Url);

    private static IEnumerable<string> Found(string[] lines) => lines.Select(line => Release().Match(line)).Where(match => match.Success).Select(match =>
        $"{match.Groups["period"]} {match.Groups["tier"]} {match.Groups["records"]}{(match.Groups["gone"].Success ? $" less {match.Groups["gone"]}" : "")}");

    private static IEnumerable<string> Named(string opening)
    {
        string[] lines = opening.Split('\n');
        string Value(string key) => lines.Single(line => line.StartsWith(key + " ", StringComparison.Ordinal))[(key.Length + 1)..];
        return lines.Where(line => line.StartsWith("record ", StringComparison.Ordinal)).Select(line => $"{Value("period")} {Value("tier")} {line.Split(' ')[2]}");
    }

    // The tag of docs/specs/log-entries.md, by hand.
    private string?[] OwnTags(int office)
    {
        using Member member = new MemberFolder(FolderOf(office)).Open();
        using Broker.Sealing.SecretKey slotKey = member.Secret.Derive("slot");
        List<string?> tags = [];
        slotKey.Use(tags, (key, found) =>
        {
            foreach (SlotSheet release in Releases())
            {
                string tag = Convert.ToHexStringLower(HMACSHA256.HashData(key, [.. Encoding.ASCII.GetBytes($"{Origin}/slot-tag/v1\n"), .. release.Nonce]).AsSpan(0, 16));
                found.Add(release.Slots.Any(slot => Convert.ToHexStringLower(slot.Tag) == tag) ? tag : null);
            }
        });
        return [.. tags];
    }

    // The releases in the auditor's copy of the log: bundles of entries with their lengths before them; of one that grew, the longest.
    private List<SlotSheet> Releases()
    {
        List<SlotSheet> releases = [];
        string entries = Path.Combine(demo.Out, "log-mirror", "tile", "entries");
        IEnumerable<string> newest = Directory.EnumerateFiles(entries, "*", SearchOption.AllDirectories)
            .GroupBy(file => Path.GetRelativePath(entries, file)[..3]).OrderBy(bundle => bundle.Key, StringComparer.Ordinal).Select(bundle => bundle.MaxBy(file => new FileInfo(file).Length)!);
        foreach (string bundle in newest)
        {
            byte[] bytes = File.ReadAllBytes(bundle);
            for (int at = 0; at < bytes.Length;)
            {
                int length = BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at));
                if (SlotSheet.Read(bytes.AsSpan(at + 2, length)) is { } release)
                {
                    releases.Add(release);
                }

                at += 2 + length;
            }
        }

        return releases;
    }

    [GeneratedRegex(@"^entry \d+: CAF (?<period>\S+), tier (?<tier>[^,]+),.* (?<records>\d+) of your records(, (?<gone>\d+) withdrawn)?")]
    private static partial Regex Release();
}
