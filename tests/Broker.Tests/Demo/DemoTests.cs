using System.Text.Json;
using System.Text.RegularExpressions;
using AngleSharp;
using AngleSharp.Dom;

namespace Broker.Tests.Demo;

[Collection(DemoCollection.Name)]
public sealed partial class DemoTests(DemoRun run)
{
    [Fact]
    public void Demo_WithItsSiloKilledOnTheWay_EndsWithEverythingHeld()
    {
        Assert.True(run.ExitCode == 0, run.Output);
        Assert.True(run.Kills > 0);
        Assert.True(run.Summary.GetProperty("restarts").GetInt32() > 0);
    }

    [Fact]
    public void Demo_DepositsEveryRecordOnceAndMapsItAsTheIndependentTotalsSay()
    {
        JsonElement summary = run.Summary;
        JsonElement expected = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "samples", "ged-car-2012-2014.expected.json"))).RootElement;

        Assert.Equal(expected.GetProperty("rows").GetInt32(), summary.GetProperty("deposited").GetInt32());
        Assert.Equal(0, summary.GetProperty("refused").GetInt32());
        Assert.Equal(Numbers(expected.GetProperty("by_year")), Numbers(summary.GetProperty("rowsByYear")));
        Assert.Equal(Numbers(expected.GetProperty("by_adm_1")), Numbers(summary.GetProperty("rowsByAdm1")));
    }

    [Fact]
    public void Demo_ClosesEveryBlockOfTwoYearsAndVerifiesTheLogAndEveryReceipt()
    {
        JsonElement summary = run.Summary;

        Assert.Equal(26, summary.GetProperty("blocks").GetInt32());
        Assert.Equal(26 * 3, summary.GetProperty("releases").GetInt32());
        Assert.True(summary.GetProperty("logVerified").GetBoolean());
        Assert.True(summary.GetProperty("receiptsVerified").GetInt32() >= 678);
        Assert.True(summary.GetProperty("entries").GetInt32() > 78);
        Assert.Equal(summary.GetProperty("entries").GetInt64(), summary.GetProperty("cosigned").GetInt64());
    }

    [Fact]
    public async Task Briefing_OfTheDelegate_NeverHasABareNumberForAPrefecture()
    {
        using JsonDocument briefing = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(run.Out, "briefing.json")));
        int areas = 0;
        foreach (JsonElement cell in briefing.RootElement.GetProperty("cells").EnumerateArray())
        {
            bool published = cell.GetProperty("status").GetString() == "published";
            string words = cell.GetProperty("words").GetString()!;
            Assert.Equal(published, Interval().IsMatch(words));
            areas += cell.GetProperty("area").ValueKind == JsonValueKind.String ? 1 : 0;
        }

        Assert.True(areas >= 17);
        using IBrowsingContext context = BrowsingContext.New(Configuration.Default);
        using IDocument page = await context.OpenAsync(response => response.Content(File.ReadAllText(Path.Combine(run.Out, "briefing.html"))));
        Assert.Empty(page.QuerySelectorAll("script"));
        Assert.NotEmpty(page.QuerySelectorAll("table caption"));
    }

    [Fact]
    public async Task Receipt_OfTheDelegate_VerifiesOfflineAndNotForAnotherBriefing()
    {
        string briefing = Path.Combine(run.Out, "briefing.json");
        string changed = Path.Combine(run.Folder, "changed.json");
        byte[] bytes = await File.ReadAllBytesAsync(briefing);
        bytes[^2] ^= 1;
        await File.WriteAllBytesAsync(changed, bytes);

        Assert.Equal(0, await VerifyAsync("receipt", "--briefing", briefing));
        Assert.Equal(0, await VerifyAsync("receipt", "--briefing", Path.Combine(run.Out, "briefing.html")));
        Assert.Equal(1, await VerifyAsync("receipt", "--briefing", changed));
    }

    [Theory]
    [InlineData(0, "delegate of CAF", "rule-3", "Refused by rule-3: a state alleged to perpetrate")]
    [InlineData(1, "delegate of FRA", "", "Refused: releases of tier `elected-member` go to `elected-members` only.")]
    [InlineData(2, "delegate of LTU", "", "Refused: no rule permits releases of tier `elected-member` for `evaluation`.")]
    public void Refusal_OfEachDelegate_SaysTheRuleAndTheRevision(int index, string who, string rule, string sentence)
    {
        JsonElement refused = run.Summary.GetProperty("refusedRequests")[index];

        Assert.Equal((who, "refused"), (refused.GetProperty("who").GetString(), refused.GetProperty("code").GetString()));
        Assert.StartsWith(sentence, refused.GetProperty("sentence").GetString(), StringComparison.Ordinal);
        Assert.Equal(rule, string.Join(' ', refused.GetProperty("rules").EnumerateArray().Select(item => item.GetString())));
        Assert.Equal(
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(Path.Combine(Repository.Root, "policies", "caf-2013.yaml")))),
            refused.GetProperty("revision").GetString());
        Assert.Contains(sentence, string.Join(' ', run.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Demo_RunAgain_DiffersInItsNoiseAndNotInItsLogsVerification()
    {
        var second = new DemoRun();
        try
        {
            await second.RunAsync([]);

            Assert.True(second.ExitCode == 0, second.Output);
            Assert.True(second.Summary.GetProperty("logVerified").GetBoolean());
            Assert.Equal(678, second.Summary.GetProperty("deposited").GetInt32());
            Assert.NotEqual(
                await File.ReadAllBytesAsync(Path.Combine(run.Out, "briefing.json")),
                await File.ReadAllBytesAsync(Path.Combine(second.Out, "briefing.json")));
        }
        finally
        {
            await second.DisposeAsync();
        }
    }

    private async Task<int> VerifyAsync(string what, params string[] arguments)
    {
        using System.Diagnostics.Process verify = DemoRun.Start(["verify", what, .. arguments, "--receipt", Path.Combine(run.Out, "receipt"), "--trust", Path.Combine(run.Out, "trust")]);
        Task<string> output = verify.StandardOutput.ReadToEndAsync();
        await verify.StandardError.ReadToEndAsync();
        await output;
        await verify.WaitForExitAsync();
        return verify.ExitCode;
    }

    private static SortedDictionary<string, int> Numbers(JsonElement element) =>
        new(element.EnumerateObject().ToDictionary(property => property.Name, property => property.Value.GetInt32(), StringComparer.Ordinal), StringComparer.Ordinal);

    [GeneratedRegex(@"between \d+ and \d+")]
    private static partial Regex Interval();
}
