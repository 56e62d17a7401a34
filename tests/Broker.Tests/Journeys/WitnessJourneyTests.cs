using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Broker.Briefings;
using Broker.Cli;
using Broker.Sealing;
using Broker.Transparency;

namespace Broker.Tests.Journeys;

/// <summary>A witness stops answering: publication waits, nothing leaves, the pages say so. It returns: all catches up, and nothing is logged twice.</summary>
public sealed partial class WitnessJourneyTests
{
    [Fact]
    public async Task Witness_KilledAndBack_StopsWhatLeavesAndThenLetsTheSameRequestThroughWithOneEntry()
    {
        await using var journey = await WitnessJourney.StartAsync();
        Assert.Equal(HttpStatusCode.NotFound, await journey.StatusOfAsync("/log/checkpoint"));
        await journey.StartWitnessAsync();
        await journey.CaughtUpAsync();
        await journey.ReleaseFirstBlockAsync();
        await journey.CaughtUpAsync();
        var before = await journey.LogAsync();
        Assert.Equal((WitnessJourney.Witness, "current"), (before.GetProperty("quorum").GetString(), State(before)));
        await journey.KillWitnessAsync();

        var id = await AskInVainAsync(journey);
        var signed = (await journey.LogAsync()).GetProperty("signed").GetInt64();
        await ExpectWaitingAsync(journey, before.GetProperty("published").GetInt64(), signed);
        Assert.Equal(id, await AskInVainAsync(journey, "--id", id));
        Assert.Equal(signed, (await journey.LogAsync()).GetProperty("signed").GetInt64());

        await journey.StartWitnessAsync();
        await journey.CaughtUpAsync();
        var (code, output, error) = await journey.AskAsync(journey.Broker, "delivered", "--id", id);
        Assert.True(code == ExitCodes.Ok, output + error);
        Assert.Equal(signed, (await journey.LogAsync()).GetProperty("signed").GetInt64());
        Assert.DoesNotContain("Publication waits", await journey.PageAsync("/"), StringComparison.Ordinal);
        await CheckLogAsync(journey, signed);
        await CheckReceiptAsync(journey);
    }

    // The impatient one gives up after a minute of its own, and gets nothing.
    private static async Task<string> AskInVainAsync(WitnessJourney journey, params string[] more)
    {
        var (code, _, error) = await journey.AskAsync(journey.Impatient, "in-vain", more);
        Assert.NotEqual(ExitCodes.Ok, code);
        Assert.StartsWith("awaiting-witnesses: the entry is logged and durable", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(journey.At("in-vain")));
        return RequestId().Match(error).Groups[1].Value;
    }

    private static async Task ExpectWaitingAsync(WitnessJourney journey, long published, long signed)
    {
        await journey.UntilAsync(async () => State(await journey.LogAsync()) == "silent");
        var log = await journey.LogAsync();
        Assert.True(signed > published, "the request was not logged");
        Assert.Equal(published, log.GetProperty("published").GetInt64());
        Assert.Matches("^20[0-9]{2}-", log.GetProperty("waitingSince").GetString());
        foreach (var path in new[] { "/", "/operator", "/auditor" })
        {
            Assert.Matches(
                $"Publication waits since 20[0-9-]+ [0-9:]+ UTC for {Regex.Escape(WitnessJourney.Witness)} \\(silent\\): nothing leaves until enough of them cosign. {published} of {signed} entries are published.",
                await journey.PageAsync(path));
        }

        // What waits is not read by anyone either: neither the longer checkpoint nor the entries behind the published one.
        Assert.Contains($"\n{published}\n", await journey.PageAsync("/log/checkpoint"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, await journey.StatusOfAsync($"/log/tile/entries/000.p/{signed}"));
        Assert.Equal(HttpStatusCode.OK, await journey.StatusOfAsync($"/log/tile/entries/000.p/{published}"));
    }

    private static async Task CheckLogAsync(WitnessJourney journey, long size)
    {
        await journey.Broker.OkAsync("log", "mirror", "--out", journey.At("mirror"), "--trust", journey.At("trust"), "--gateway", journey.Url);
        var bundle = await File.ReadAllBytesAsync(journey.At("mirror", "tile", "entries", "000.p", size.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        Assert.True(EntryBundle.TryParse(bundle, (int)size, out var entries));
        Assert.Single(entries, entry => Encoding.UTF8.GetString(entry.Span).Split('\n')[0].EndsWith("/briefing/v1", StringComparison.Ordinal));
        var shown = await journey.Broker.OkAsync("witness", "show", "--key", journey.At("witness"));
        Assert.Contains($": {size} entries, root ", shown, StringComparison.Ordinal);
    }

    /// <summary>The receipt holds for those who trust the witness, and not without its cosignature.</summary>
    private static async Task CheckReceiptAsync(WitnessJourney journey)
    {
        string[] verify = ["verify", "receipt", "--briefing", journey.At("delivered", "briefing.json"), "--trust", journey.At("trust"), "--receipt"];
        await journey.Broker.OkAsync([.. verify, journey.At("delivered", "receipt")]);
        var receipt = await File.ReadAllLinesAsync(journey.At("delivered", "receipt"));
        var bare = journey.At("bare");
        await File.WriteAllTextAsync(bare, string.Concat(receipt.Where(line => !line.StartsWith($"— {WitnessJourney.Witness} ", StringComparison.Ordinal)).Select(line => line + "\n")));

        Assert.Equal(ExitCodes.No, (await journey.Broker.RunAsync([.. verify, bare])).Code);
    }

    private static string? State(System.Text.Json.JsonElement log) => log.GetProperty("witnesses")[0].GetProperty("state").GetString();

    [GeneratedRegex("request id ([0-9a-f]{32})")]
    private static partial Regex RequestId();
}
