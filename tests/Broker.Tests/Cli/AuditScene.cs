using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Broker.Briefings;
using Broker.Cli;

namespace Broker.Tests.Cli;

/// <summary>A log of ten entries whose facts a test knows, a gateway that gives them or lies, and an auditor's folder.</summary>
/// <remarks>
/// 0 enrolment, 1 release to elected members, 2 its delivery to Luxembourg, 3 a refusal of ngo-b, 4 withdrawal, 5 release to the consortium,
/// 6 its delivery to ngo-b, 7 the first release's delivery to ngo-b, 8 a day's root, 9 key ring.
/// </remarks>
internal sealed class AuditScene : IDisposable
{
    public const string Delegate = "00112233445566ff";
    public const string Seated = "ffeeddccbbaa9988";
    public const string Tier = "elected-member";
    public const string Consortium = "consortium";
    public const int Size = 10;
    public const int PageEntries = 4;

    private readonly TestMember member = new();
    private readonly SortedDictionary<long, byte[]> openings = [];

    public AuditScene()
    {
        Log = new ServedLog(member.Log) { Others = Answer };
        Add(LogEntryKind.Enrolment, "an enrolment"u8);
        Release(Tier);
        Briefing(Delegate, Affiliation.State("LUX"), Tier, 1, 1);
        Refusal("rule-3");
        Add(LogEntryKind.Withdrawal, "a withdrawal"u8);
        Release(Consortium);
        Briefing(Seated, Affiliation.Organisation("ngo-b"), Consortium, 5, 5);
        Briefing(Seated, Affiliation.Organisation("ngo-b"), Tier, 1, 6);
        Log.Append(new DepositRootEntry(TestMember.OriginName, new DateOnly(2014, 3, 4), Revision).Encode());
        Log.Append(new KeyRingEntry(TestMember.OriginName, 1, Revision).Encode());
    }

    public static Sha256Digest Revision { get; } = Sha256Digest.Of("a policy"u8);

    public ServedLog Log { get; }

    public MemberFolder Folder => member.Folder;

    public string Index => Path.Combine(Folder.Audit, "index");

    public string Facts => Path.Combine(Folder.Audit, "facts");

    /// <summary>What the gateway gives in place of a page's true lines.</summary>
    public Func<List<EntryFactsAnswer>, List<EntryFactsAnswer>> Lie { get; set; } = lines => lines;

    /// <summary>The entries whose facts the gateway says are damaged; it gives none of those.</summary>
    public IReadOnlyList<long> Damaged { get; set; } = [];

    /// <summary>The entries that a page, by where it begins, tells as damaged; null for the truth.</summary>
    public Func<long, IReadOnlyList<long>>? Told { get; set; }

    /// <summary>Where the gateway says that it goes on; null for the truth.</summary>
    public Func<long, long?>? Next { get; set; }

    /// <summary>The entries from which the tool asked.</summary>
    public List<long> Asked { get; } = [];

    public static byte[] Page(string tier) => Encoding.ASCII.GetBytes("page for " + tier);

    public EntryFactsAnswer Line(long index) => new(index, openings[index][..FactsHead.SaltSize], openings[index][FactsHead.SaltSize..]);

    public void Add(LogEntryKind kind, ReadOnlySpan<byte> facts)
    {
        var salt = Salt();
        openings[Log.Head.Size] = [.. salt, .. facts];
        Log.Append(new CommittedEntry(kind, TestMember.OriginName, Tag16.New(member.Fill), FactsHead.Of(salt, facts)).Encode());
    }

    public void Release(string tier)
    {
        var facts = new ReleaseFacts
        {
            Country = "CAF", Period = "2014-01", Vintage = "final", Tier = tier, PolicyRevision = Revision, PlanHash = Revision, Rho = "9/64",
            ReleaseHash = Sha256Digest.Of(Encoding.ASCII.GetBytes("table for " + tier)), BriefingJson = Sha256Digest.Of(Encoding.ASCII.GetBytes("json for " + tier)),
            BriefingHtml = Sha256Digest.Of(Page(tier)), Issued = new DateOnly(2014, 2, 20),
        }.Encode(TestMember.OriginName);
        var salt = Salt();
        openings[Log.Head.Size] = [.. salt, .. facts];
        Log.Append(ReleaseEntryBuilder.Build(TestMember.OriginName, 3, Tag16.New(member.Fill), FactsHead.Of(salt, facts), [], member.Fill).Encode());
    }

    public void Briefing(string requester, Affiliation whom, string tier, long release, int day) => Add(LogEntryKind.Briefing, new BriefingFacts
    {
        Requester = AccountName.Parse(requester), For = whom, Role = null, Actors = default, Tier = tier, Country = "CAF", Period = "2014-01",
        Purpose = "early-warning", Rule = "rule-1", PolicyRevision = Revision, ReleaseEntry = release, Delivered = new DateOnly(2014, 3, day),
    }.Encode(TestMember.OriginName));

    public void Refusal(string rule) => Add(LogEntryKind.Refusal, new RefusalFacts
    {
        Requester = AccountName.Parse(Seated), For = Affiliation.Organisation("ngo-b"), Role = null, Actors = default, Tier = Tier, Country = "CAF",
        Period = "2014-01", Purpose = "council-briefing", Rule = rule, PolicyRevision = Revision, Refused = new DateOnly(2014, 3, 2),
    }.Encode(TestMember.OriginName));

    /// <summary>Runs <c>broker audit</c> with the auditor's folder.</summary>
    public Task<(int Code, string Output, string Error)> RunAsync(string command, params string[] args) => new CommandRun(Log.Handler).RunAsync(
        ["audit", command, "--member", Folder.Path, .. command == "fetch" ? ["--gateway", "http://localhost:5080"] : Array.Empty<string>(), .. args]);

    public async Task<string> OkAsync(string command, params string[] args)
    {
        var (code, output, error) = await RunAsync(command, args);
        Assert.True(code == ExitCodes.Ok, $"{command} ended with {code}: {error}");
        return output;
    }

    /// <summary>The rows that a search finds.</summary>
    public async Task<IReadOnlyList<JsonElement>> SearchAsync(params string[] args) =>
    [
        .. (await OkAsync("search", ["--json", .. args])).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement),
    ];

    public void Dispose() => member.Dispose();

    private static bool IsForAuditors(byte[] opening)
    {
        var text = Encoding.UTF8.GetString(opening, FactsHead.SaltSize, opening.Length - FactsHead.SaltSize);
        return text.Contains("-facts/v1\n", StringComparison.Ordinal);
    }

    private byte[] Salt()
    {
        var salt = new byte[FactsHead.SaltSize];
        member.Fill(salt);
        return salt;
    }

    private HttpResponseMessage Answer(HttpRequestMessage request, byte[] body)
    {
        var from = long.Parse(Encoding.ASCII.GetString(body).Split('\n')[1]["from ".Length..], CultureInfo.InvariantCulture);
        Asked.Add(from);
        var end = Math.Min(Log.Head.Size, from + PageEntries);
        var lines = openings.Where(pair => pair.Key >= from && pair.Key < end && IsForAuditors(pair.Value) && !Damaged.Contains(pair.Key)).Select(pair => Line(pair.Key)).ToList();
        var next = Next is null ? (end < Log.Head.Size ? end : (long?)null) : Next(from);
        return FakeGateway.Make(HttpStatusCode.OK, JsonSerializer.Serialize(new FactsAnswer(Lie(lines), Told?.Invoke(from) ?? [.. Damaged.Where(index => index >= from && index < end)], next), GatewayJson.Options));
    }
}
