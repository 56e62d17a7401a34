using System.Globalization;
using System.Net;
using Broker.Cli;

namespace Broker.Tests.Journeys;

/// <summary>Custody by quorum as people meet it: real processes, the tool in their hands, a silo that is killed.</summary>
public sealed class VaultJourneyTests
{
    private const string Country = "CAF";

    [Fact]
    public async Task Custody_FromInitThroughAKillToASeal_NeedsItsQuorumAndLosesNothing()
    {
        await using var journey = await VaultJourney.StartAsync();
        var (first, second) = Offices();
        await InitAsync(journey);
        await OpenAndEnrolAsync(journey, first.Name, second.Name);
        Assert.Contains($"{first.Rows} deposited, 0 refused", (await journey.DepositAsync("ngo-1")).Output, StringComparison.Ordinal);

        var told = journey.Fingerprint;
        await journey.KillSiloAsync();
        await journey.StartSiloAsync();
        await AssertSealedAsync(journey);
        await AssertKeptAsync(journey, second.Rows);

        // The silo key is another one after a restart: what a custodian was told before is refused by the tool.
        Assert.NotEqual(told, journey.Fingerprint);
        var (stale, _, error) = await journey.RunAsync(
            "vault", "unseal", "--share", journey.At("shares", "operators-1.age"), "--member", journey.At("operators-1"), "--silo-key", told);
        Assert.Equal((ExitCodes.No, true), (stale, error.Contains("another silo key", StringComparison.Ordinal)));

        await AssertQuorumAsync(journey);
        await DrainedAsync(journey);
        Assert.Contains($"{second.Rows} deposited, 0 refused", (await journey.DepositAsync("ngo-2")).Output, StringComparison.Ordinal);
        Assert.StartsWith($"{second.Rows} records", await journey.OkAsync("status", "--member", journey.At("ngo-2")), StringComparison.Ordinal);

        await EndEpochAsync(journey);
        Assert.StartsWith($"{first.Rows} records", await journey.OkAsync("status", "--member", journey.At("ngo-1")), StringComparison.Ordinal);
        Assert.Equal("sealed · operators 0 of 2 · auditors 0 of 1\n", await journey.SealAsync());
        await AssertSealedAsync(journey);
    }

    [Fact]
    public async Task Rekey_ApprovedAndConfirmed_MakesTheOldSharesWorthless()
    {
        await using var journey = await VaultJourney.StartAsync();
        await InitAsync(journey);
        await journey.UnsealAsync(["operators-3", "operators-1", "auditors-2"]);
        var custodians = await journey.CustodiansAsync("new-", "board/1", "board/2");
        var proposed = await journey.OperatorAsync(["vault", "rekey", "--groups", "board:2of2", .. custodians]);
        var digest = proposed.Split("--plan ")[1][..64];

        foreach (var name in new[] { "operators-1", "operators-2", "auditors-1" })
        {
            var (code, _, error) = await journey.GiveAsync("approve", "shares", "", name, "--plan", digest);
            Assert.True(code == ExitCodes.Ok, error);
        }

        await journey.OperatorAsync("vault", "issued", "--out", journey.At("new-shares"));
        foreach (var name in new[] { "board-1", "board-2" })
        {
            var (code, _, error) = await journey.GiveAsync("confirm", "new-shares", "new-", name, "--plan", digest);
            Assert.True(code == ExitCodes.Ok, error);
        }

        Assert.StartsWith("sealed", await journey.SealAsync(), StringComparison.Ordinal);
        var (old, _, foreign) = await journey.GiveAsync("unseal", "shares", "", "operators-1");
        Assert.Equal((ExitCodes.No, true), (old, foreign.StartsWith("share-foreign", StringComparison.Ordinal)));
        await journey.UnsealAsync(["board-1", "board-2"], "new-shares", "new-");
    }

    private static async Task InitAsync(VaultJourney journey)
    {
        Assert.StartsWith("uninitialised", await journey.OkAsync("vault", "status"), StringComparison.Ordinal);
        var custodians = await journey.CustodiansAsync("", "operators/1", "operators/2", "operators/3", "auditors/1", "auditors/2", "auditors/3");
        var output = await journey.OperatorAsync(["vault", "init", "--groups", VaultJourney.Groups, .. custodians, "--out", journey.At("shares")]);
        Assert.EndsWith("sealed · operators 0 of 2 · auditors 0 of 1\n", output, StringComparison.Ordinal);
        Assert.Equal(6, Directory.GetFiles(journey.At("shares"), "*.age").Length);
    }

    private static async Task OpenAndEnrolAsync(VaultJourney journey, string first, string second)
    {
        await journey.UnsealAsync(["operators-1", "operators-2", "auditors-1"]);
        await journey.OperatorAsync("vault", "epoch", "--out", journey.At("epoch.txt"));
        await journey.SignAndInstallAsync(journey.At("epoch.txt"));
        await journey.ActivatePolicyAsync();
        await journey.EnrolAsync("ngo-1", "depositor", first);
        await journey.EnrolAsync("ngo-2", "depositor", second);
    }

    private static async Task AssertSealedAsync(VaultJourney journey)
    {
        var (code, _, error) = await journey.RunAsync("status", "--member", journey.At("ngo-1"));
        Assert.Equal((ExitCodes.Failure, true), (code, error.StartsWith("sealed", StringComparison.Ordinal)));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await journey.StatusOfAsync("/readyz"));
        Assert.Equal(HttpStatusCode.OK, await journey.StatusOfAsync("/keys/epoch"));
        Assert.Equal(HttpStatusCode.OK, await journey.StatusOfAsync("/keys/trust"));
        Assert.Equal(HttpStatusCode.OK, await journey.StatusOfAsync("/operator"));
    }

    private static async Task AssertKeptAsync(VaultJourney journey, int rows)
    {
        for (var time = 0; time < 2; time++)
        {
            var (code, output, _) = await journey.DepositAsync("ngo-2");
            Assert.Equal(ExitCodes.Ok, code);
            Assert.Contains($"{rows} kept in the broker's inbox", output, StringComparison.Ordinal);
            Assert.Contains("0 deposited, 0 refused", output, StringComparison.Ordinal);
        }

        Assert.NotEmpty(Directory.GetFiles(journey.At("ngo-2", "outbox")));
        Assert.False(Directory.Exists(journey.At("ngo-2", "receipts")));
    }

    private static async Task AssertQuorumAsync(VaultJourney journey)
    {
        Assert.Equal("sealed · operators 1 of 2 given (operators/2) · auditors 0 of 1\n", (await journey.GiveAsync("unseal", "shares", "", "operators-2")).Output);
        Assert.Equal("sealed · operators 2 of 2 given (operators/2, operators/3) · auditors 0 of 1\n", (await journey.GiveAsync("unseal", "shares", "", "operators-3")).Output);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await journey.StatusOfAsync("/readyz"));
        Assert.Equal("unsealed\n", (await journey.GiveAsync("unseal", "shares", "", "auditors-3")).Output);
    }

    private static async Task DrainedAsync(VaultJourney journey)
    {
        for (var i = 0; i < 100; i++)
        {
            if ((await journey.OkAsync("vault", "status")).Contains("the inbox is empty", StringComparison.Ordinal))
            {
                return;
            }

            await Task.Delay(100);
        }

        Assert.Fail("the inbox was not drained");
    }

    private static async Task EndEpochAsync(VaultJourney journey)
    {
        var status = await journey.OkAsync("vault", "status");
        var old = status.Split("epochs ")[1][..8];
        await journey.OperatorAsync("vault", "rotate", "--out", journey.At("epoch-2.txt"));
        Assert.NotEqual(old, await journey.SignAndInstallAsync(journey.At("epoch-2.txt")));
        Assert.Contains($"the keys of epoch {old} are destroyed", await journey.OperatorAsync("vault", "end-epoch", old), StringComparison.Ordinal);
        Assert.DoesNotContain(old, await journey.OkAsync("vault", "status"), StringComparison.Ordinal);
    }

    // By their number of rows and not by name: names of the sample stay in the sample.
    private static ((string Name, int Rows) First, (string Name, int Rows) Second) Offices()
    {
        var import = GedImport.Load(Repository.Sample("ged-car-2012-2014.csv"), Repository.Sample(GedImport.ActorsFile), Repository.Sample(GedImport.PcodesFile), Country);
        var few = import.File.Offices.Select(office => (office, import.RowsOf(office).Count)).Where(office => office.Count is >= 2 and <= 20)
            .OrderBy(office => office.office, StringComparer.Create(CultureInfo.InvariantCulture, ignoreCase: false)).Take(2).ToList();
        return (few[0], few[1]);
    }
}
