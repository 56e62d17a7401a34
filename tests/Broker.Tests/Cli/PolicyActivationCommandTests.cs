using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Broker.Cli;
using Broker.Policy.Testing;
using Broker.Sealing;

namespace Broker.Tests.Cli;

/// <summary>What the tool sends and signs when an officer activates a policy, and what it says; the gateway may lie.</summary>
public sealed class PolicyActivationCommandTests : IDisposable
{
    private const string Gateway = "http://localhost:5080";
    private const string Other = "00000000000000000000000000000000000000000000000000000000000000aa";

    private static readonly string Policy = Path.Combine(Repository.Root, "policies", "caf-2013.yaml");
    private static readonly string Revision = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Policy)));

    private readonly TestMember officer = new();
    private readonly TemporaryFolder folder = new();
    private readonly FakeGateway fake = new();

    public void Dispose()
    {
        officer.Dispose();
        folder.Dispose();
        fake.Dispose();
    }

    [Fact]
    public async Task Activate_AFileThatNobodyProposed_ProposesItAndSignsThatItReplacesWhatIsInForce()
    {
        fake.Answer(HttpStatusCode.OK, Known(inForce: Other)).Answer(HttpStatusCode.OK, $$"""{"revision":"{{Revision}}"}""").Answer(HttpStatusCode.OK, Approved(1, -1));

        (int code, string output, _) = await ActivateAsync(Policy);

        Assert.Equal(ExitCodes.Ok, code);
        Assert.Equal(["/policies/CAF", "/policies/CAF/revisions", "/policies/CAF/approvals"], fake.Requests.Select(request => request.Path));
        Assert.Equal(File.ReadAllBytes(Policy), fake.Requests[1].Body);
        string terms = $"country CAF\nrevision {Revision}\nreplaces {Other}\n";
        string body = Encoding.UTF8.GetString(fake.Requests[2].Body);
        Assert.StartsWith($"approve/1\n{terms}note ", body, StringComparison.Ordinal);
        Assert.Equal($"{TestMember.OriginName}/policy-activation/v1\n{terms}", Signed(body));
        Assert.Contains($"signing that revision {Revision} replaces revision {Other}", output, StringComparison.Ordinal);
        Assert.Contains($"signed by 1 of two officers; another officer must run this command on the same file: SHA-256 {Revision}", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Activate_AFileThatWaits_SignsItAndTellsTheEntry()
    {
        fake.Answer(HttpStatusCode.OK, Known(pending: Revision)).Answer(HttpStatusCode.OK, Approved(2, 17));

        (int code, string output, _) = await ActivateAsync(Policy);

        Assert.Equal(ExitCodes.Ok, code);
        Assert.Equal(["/policies/CAF", "/policies/CAF/approvals"], fake.Requests.Select(request => request.Path));
        Assert.Contains("\nreplaces none\n", Signed(Encoding.UTF8.GetString(fake.Requests[1].Body)), StringComparison.Ordinal);
        Assert.Contains($"in force: `caf-2013`, revision {Revision}, entry 17 of the disclosure log", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Activate_AFileThatIsInForce_SignsNothing()
    {
        fake.Answer(HttpStatusCode.OK, Known(inForce: Revision));

        (int code, string output, _) = await ActivateAsync(Policy);

        Assert.Equal(ExitCodes.Ok, code);
        Assert.Single(fake.Requests);
        Assert.Contains("entry 3 of the disclosure log", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Activate_AFileWithErrors_SendsNothing()
    {
        string broken = folder.At("broken.yaml");
        await File.WriteAllTextAsync(broken, "sharing-policy: x\nnonsense: 1\n");

        (int code, string output, _) = await ActivateAsync(broken);

        Assert.Equal(ExitCodes.No, code);
        Assert.Contains($"{broken}:2:1:", output, StringComparison.Ordinal);
        Assert.Contains("errors\nnothing was sent", output, StringComparison.Ordinal);
        Assert.Empty(fake.Requests);
    }

    [Theory]
    [InlineData("expect: permit", "expect: refuse", "fail")]
    [InlineData("sharing-policy-tests: caf-2013", "sharing-policy-tests: another", "has 1 error")]
    public async Task Activate_AFileWhoseTestsFail_SendsNothing(string good, string bad, string said)
    {
        string file = Copy(tests => tests.Replace(good, bad, StringComparison.Ordinal));

        (int code, string output, _) = await ActivateAsync(file);

        Assert.Equal(ExitCodes.No, code);
        Assert.Contains(said, output, StringComparison.Ordinal);
        Assert.Contains("nothing was sent", output, StringComparison.Ordinal);
        Assert.Empty(fake.Requests);
    }

    [Fact]
    public async Task Activate_AFileWithoutTests_SendsNothing()
    {
        string file = Copy(tests => tests);
        File.Delete(file.Replace(".yaml", ".tests.yaml", StringComparison.Ordinal));

        (int code, _, string error) = await ActivateAsync(file);

        Assert.Equal(ExitCodes.Failure, code);
        Assert.Contains("policy.tests.yaml", error, StringComparison.Ordinal);
        Assert.Empty(fake.Requests);
    }

    [Fact]
    public async Task Activate_AFileThatBreaksABound_ShowsWhomItLetsInAndSendsNothing()
    {
        string file = Copy(tests => tests.Replace("LUX", "BEL", StringComparison.Ordinal), part: "audiences-at-most:");

        (int code, string output, _) = await ActivateAsync(file);

        Assert.Equal(ExitCodes.No, code);
        Assert.Contains("refuted: ", output, StringComparison.Ordinal);
        Assert.Contains("nothing was sent", output, StringComparison.Ordinal);
        Assert.Contains("`LUX`", output, StringComparison.Ordinal);
        Assert.Empty(fake.Requests);
    }

    [Fact]
    public async Task Activate_GatewayThatTakesTheFileForAnother_GetsNoSignature()
    {
        fake.Answer(HttpStatusCode.OK, Known()).Answer(HttpStatusCode.OK, $$"""{"revision":"{{Other}}"}""");

        (int code, _, string error) = await ActivateAsync(Policy);

        Assert.Equal(ExitCodes.Failure, code);
        Assert.Contains("nothing was signed", error, StringComparison.Ordinal);
        Assert.Equal(2, fake.Requests.Count);
    }

    [Theory]
    [InlineData("stale-approval")]
    [InlineData("one-person")]
    [InlineData("superseded")]
    public async Task Activate_Refused_IsAnExpectedNo(string refused)
    {
        fake.Answer(HttpStatusCode.OK, Known(pending: Revision)).Answer(
            HttpStatusCode.Conflict, $$"""{"type":"/problems/{{refused}}","title":"a sentence","status":409,"code":"{{refused}}","whatIsSafe":"a","whatToDo":"b","reference":"00000000","details":[]}""");

        (int code, _, string error) = await ActivateAsync(Policy);

        Assert.Equal(ExitCodes.No, code);
        Assert.Contains($"{refused}: a sentence", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_Asked_SaysWhatIsInForceAndWhoMustSign()
    {
        fake.Answer(HttpStatusCode.OK, Known(inForce: Other, pending: Revision));

        (int code, string output, _) = await new CommandRun(() => fake).RunAsync("policy", "status", "--gateway", Gateway);

        Assert.Equal(ExitCodes.Ok, code);
        Assert.Equal(
            $"in force: revision {Other}, entry 3, signed by A and B\n"
            + $"waits: revision {Revision}, proposed by account 7777777777777777, signed by A, so another officer must sign it\n",
            output);
    }

    [Fact]
    public async Task Requests_InTwoPages_AreWrittenAsTheyWereLogged()
    {
        byte[] first = Line(4);
        byte[] second = Line(700);
        fake.Answer(HttpStatusCode.OK, Page(first, "512")).Answer(HttpStatusCode.OK, Page(second, "null"));
        string file = folder.At("requests.jsonl");

        (int code, string output, _) = await RequestsAsync(file);

        Assert.Equal(ExitCodes.Ok, code);
        Assert.Equal(["requests/1\ncountry CAF\nfrom 0\n", "requests/1\ncountry CAF\nfrom 512\n"], fake.Requests.Select(request => Encoding.UTF8.GetString(request.Body)));
        byte[] written = await File.ReadAllBytesAsync(file);
        Assert.Equal((byte[])[.. first, .. second], written);
        Assert.Contains("2 requests written", output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Failure, (await RequestsAsync(file)).Code); // what is there is not overwritten, and nothing is asked
        Assert.Equal(2, fake.Requests.Count);
    }

    [Theory]
    [InlineData("\"{}\\n\"", "null")]
    [InlineData("twice", "null")]
    [InlineData("another country", "null")]
    [InlineData("", "0")]
    public async Task Requests_OfAGatewayThatLies_AreNotWritten(string what, string next)
    {
        byte[] lines = what switch { "twice" => [.. Line(4), .. Line(4)], "another country" => Line(4, "TCD"), _ => Encoding.UTF8.GetBytes(what) };
        fake.Answer(HttpStatusCode.OK, Page(lines, next));
        string file = folder.At("requests.jsonl");

        (int code, _, string error) = await RequestsAsync(file);

        Assert.Equal(ExitCodes.Failure, code);
        Assert.Contains("nothing was written", error, StringComparison.Ordinal);
        Assert.False(File.Exists(file));
    }

    private static byte[] Line(long entry, string country = "CAF") => RequestLog.Format(new LoggedRequest(
        entry, new DateOnly(2014, 2, 24), "LUX", null, "delegate", ["fprc"], "elected-member", "council-briefing", country, Other, false, "rule-3"));

    private static string Page(byte[] lines, string next) => $$"""{"lines":"{{Convert.ToBase64String(lines)}}","next":{{next}}}""";

    private static string Approved(int approvals, long entry) =>
        JsonSerializer.Serialize(new { approvals, active = entry >= 0, entryIndex = entry });

    private static string Known(string? inForce = null, string? pending = null) => JsonSerializer.Serialize(new
    {
        country = "CAF",
        revisions = inForce is null ? [] : new[] { new { revision = inForce, replaces = "none", entryIndex = 3, activatedBy = new[] { "A", "B" } } },
        pending = pending is null ? [] : new[] { new { revision = pending, proposedBy = "7777777777777777", signedBy = new[] { "A" } } },
    });

    // The demo's policy with its tests beside it, of which a part is changed.
    private string Copy(Func<string, string> change, string part = "")
    {
        string tests = File.ReadAllText(Policy.Replace(".yaml", ".tests.yaml", StringComparison.Ordinal));
        int at = tests.IndexOf(part, StringComparison.Ordinal);
        string changed = tests[..at] + change(tests[at..]);
        File.Copy(Policy, folder.At("policy.yaml"));
        File.WriteAllText(folder.At("policy.tests.yaml"), changed);
        return folder.At("policy.yaml");
    }

    private string Signed(string body)
    {
        using Member member = officer.Folder.Open();
        byte[] note = Convert.FromBase64String(body.TrimEnd('\n').Split('\n')[^1]["note ".Length..]);
        Assert.True(NoteText.TryVerify(note, member.SignerName, member.Signing.PublicKey, out ReadOnlySpan<byte> text));
        return Encoding.UTF8.GetString(text);
    }

    private Task<(int Code, string Output, string Error)> ActivateAsync(string file) =>
        new CommandRun(() => fake).RunAsync("policy", "activate", file, "--member", officer.Folder.Path, "--gateway", Gateway);

    private Task<(int Code, string Output, string Error)> RequestsAsync(string file) =>
        new CommandRun(() => fake).RunAsync("policy", "requests", "--member", officer.Folder.Path, "--gateway", Gateway, "--out", file);
}
