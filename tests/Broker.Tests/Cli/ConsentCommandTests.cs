using System.Net;
using System.Security.Cryptography;
using System.Text;
using Broker.Briefings;
using Broker.Cli;
using Broker.Sealing;

namespace Broker.Tests.Cli;

/// <summary>What a depositor is shown before it agrees, what its tool signs, and what it does not sign.</summary>
public sealed class ConsentCommandTests : IDisposable
{
    private static readonly string First = File.ReadAllText(Path.Combine(Repository.Root, "policies", "caf-2013.yaml"));
    private static readonly string Second = Changed(First, "states: [AZE,", "states: [FRA, AZE,");
    private static readonly string Third = Changed(Second, "  consortium:\n    audience: task-force\n    marking: TLP:RED", "  consortium:\n    audience: task-force\n    marking: TLP:AMBER+STRICT");

    private readonly TestMember broker = new();

    public void Dispose() => broker.Dispose();

    [Fact]
    public async Task Show_OfAWiderRevision_SaysForEachTierWhatStaysSealedAndWhy()
    {
        FakeGateway fake = Known(Second, Line(First, 12), Line(Second, 3)).Answer(Yaml(Second)).Answer(Yaml(First));

        string output = await Run(fake).OkAsync(Args("show"));

        Assert.Contains($"revision {Hash(First)}: 12 of your records are still to be counted", output, StringComparison.Ordinal);
        Assert.Contains($"revision {Hash(Second)}, in force: 3 of your records", output, StringComparison.Ordinal);
        Assert.Contains("  no consent: bound by this revision", output, StringComparison.Ordinal);
        Assert.Contains("  tier `consortium`: counted as before", output, StringComparison.Ordinal);
        Assert.Contains("  tier `elected-member`: sealed\n    audience: ", output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("FRA", output, StringComparison.Ordinal);
        Assert.Contains("  tier `public`: sealed, because the more closed tier `elected-member` is", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_OfRecordsThatWereAgreedAbout_HoldsTheRevisionAgreedToAgainstTheOneInForce()
    {
        FakeGateway fake = Known(Third, Line(First, 1, to: Second, entry: 9), Line(Second, 0), Line(Third, 0)).Answer(Yaml(Third)).Answer(Yaml(Second));

        string output = await Run(fake).OkAsync([.. Args("show"), "--from", Hash(First)]);

        Assert.Contains($"  treated as deposited under {Hash(Second)}, since 2014-02-01; entry 9 of the log", output, StringComparison.Ordinal);
        Assert.Contains("  tier `consortium`: sealed\n    marking: ", output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.DoesNotContain("audience: ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Give_WithoutYes_PrintsWhatItOpensAndSignsNothing()
    {
        FakeGateway fake = Known(Third, Line(First, 12), Line(Second, 0), Line(Third, 0)).Answer(Yaml(Third)).Answer(Yaml(First));

        (int code, string output, _) = await Run(fake).RunAsync(Args("give"));

        Assert.Equal(ExitCodes.No, code);
        Assert.Contains("  tier `consortium`, for the audience `task-force`, marked TLP:AMBER+STRICT", output, StringComparison.Ordinal);
        Assert.Contains("  tier `elected-member`, for the audience `elected-members`", output, StringComparison.Ordinal);
        Assert.Contains("  tier `public` again, as it was", output, StringComparison.Ordinal);
        Assert.Contains("nothing was signed", output, StringComparison.Ordinal);
        Assert.Equal(3, fake.Requests.Count);
    }

    [Theory]
    [InlineData(-1L, "none")]
    [InlineData(7L, "7")]
    public async Task Give_WithYes_SignsTheRevisionInForceAfterTheLastNote(long entry, string after)
    {
        FakeGateway fake = Known(Second, Line(First, 12, entry: entry), Line(Second, 0)).Answer(Yaml(Second)).Answer(Yaml(First))
            .Answer(HttpStatusCode.OK, """{"entryIndex":31}""");

        string output = await Run(fake).OkAsync([.. Args("give"), "--yes"]);

        Assert.Contains("agreed; entry 31 of the log", output, StringComparison.Ordinal);
        AssertSigned(fake.Requests[^1], new ConsentTerms("CAF", Sha256Digest.Parse(Hash(First)), Sha256Digest.Parse(Hash(Second)), entry < 0 ? null : entry), after);
    }

    [Fact]
    public async Task Revoke_OfAConsent_SignsTheRevisionOfTheDeposit()
    {
        FakeGateway fake = Known(Second, Line(First, 12, to: Second, entry: 31), Line(Second, 0)).Answer(HttpStatusCode.OK, """{"entryIndex":40}""");

        string output = await Run(fake).OkAsync(Args("revoke"));

        Assert.Contains("taken back; entry 40 of the log", output, StringComparison.Ordinal);
        AssertSigned(fake.Requests[^1], new ConsentTerms("CAF", Sha256Digest.Parse(Hash(First)), Sha256Digest.Parse(Hash(First)), 31), "31");
    }

    [Theory]
    [InlineData("revoke")]
    [InlineData("give --yes")]
    public async Task Command_ThatWouldChangeNothing_SignsNothing(string words)
    {
        ConsentLineAnswer line = words == "revoke" ? Line(First, 12) : Line(First, 12, to: Second, entry: 31);
        FakeGateway fake = Known(Second, line, Line(Second, 0));

        await Run(fake).OkAsync([.. Args(words.Split(' ')), "--from", Hash(First)]);

        Assert.Single(fake.Requests);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Give_WithAFileThatIsNotTheRevision_SignsNothing(bool ofTheOneInForce)
    {
        FakeGateway fake = Known(Second, Line(First, 12), Line(Second, 0))
            .Answer(Yaml(ofTheOneInForce ? Third : Second)).Answer(Yaml(Third));

        (int code, _, string error) = await Run(fake).RunAsync([.. Args("give"), "--yes"]);

        Assert.Equal(ExitCodes.No, code);
        Assert.Contains("is not revision", error, StringComparison.Ordinal);
        Assert.DoesNotContain(fake.Requests, request => request.Path == "/policies/CAF/consents");
    }

    [Fact]
    public async Task Give_WhereTwoRevisionsCanBeMeant_AsksForOne()
    {
        FakeGateway fake = Known(Third, Line(First, 12), Line(Second, 2), Line(Third, 0));

        (int code, _, string error) = await Run(fake).RunAsync([.. Args("give"), "--yes"]);

        Assert.Equal(ExitCodes.Failure, code);
        Assert.Contains("--from", error, StringComparison.Ordinal);
        Assert.Single(fake.Requests);
    }

    [Fact]
    public async Task Give_OfARevisionThatNeverWas_IsAnExpectedNo()
    {
        FakeGateway fake = Known(Second, Line(First, 12), Line(Second, 2));

        Assert.Equal(ExitCodes.No, (await Run(fake).RunAsync([.. Args("give"), "--yes", "--from", new string('0', 64)])).Code);
        Assert.Single(fake.Requests);
    }

    private static string Changed(string policy, string old, string now)
    {
        string changed = policy.Replace(old, now, StringComparison.Ordinal);
        Assert.NotEqual(policy, changed);
        return changed;
    }

    private static string Hash(string policy) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(policy)));

    private static ConsentLineAnswer Line(string policy, long records, string? to = null, long entry = -1) =>
        new(Hash(policy), records, entry, to is null ? null : Hash(to), entry < 0 ? null : new DateOnly(2014, 2, 1));

    private static FakeGateway Known(string inForce, params ConsentLineAnswer[] lines) => new FakeGateway().Answer(
        HttpStatusCode.OK, System.Text.Json.JsonSerializer.Serialize(new ConsentsAnswer(Hash(inForce), lines), GatewayJson.Options));

    private static Func<FakeGateway.Seen, HttpResponseMessage> Yaml(string policy) => _ => FakeGateway.Make(HttpStatusCode.OK, policy);

    private static CommandRun Run(FakeGateway fake) => new(() => fake);

    private string[] Args(params string[] words) => ["consent", .. words, "--member", broker.Folder.Path, "--gateway", "http://localhost:5080"];

    private void AssertSigned(FakeGateway.Seen sent, ConsentTerms terms, string after)
    {
        Assert.Equal("/policies/CAF/consents", sent.Path);
        string[] lines = Encoding.UTF8.GetString(sent.Body).Split('\n');
        Assert.Equal(["consent/1", "country CAF", $"from {terms.From}", $"to {terms.To}", $"after {after}"], lines[..5]);
        using Member member = broker.Folder.Open();
        Assert.True(NoteText.TryVerify(Convert.FromBase64String(lines[5]["note ".Length..]), member.SignerName, member.Signing.PublicKey, out ReadOnlySpan<byte> text));
        Assert.Equal(terms.Text($"{TestMember.OriginName}/consent/v1"), Encoding.UTF8.GetString(text));
    }
}
