using Broker.Briefings;
using Broker.Contracts;
using Broker.Sealing;
using Broker.Silo.Log;

namespace Broker.Tests.Silo;

/// <summary>A later revision opens a record further than the one of its deposit exactly when its own depositor has signed that, and as long as it stands.</summary>
public sealed class ConsentTests : IDisposable
{
    private static readonly string[] Wide = ["CAF/2013-01/final/consortium", "CAF/2013-01/final/elected-member", "CAF/2013-01/final/public"];
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Consent_OfOneDepositor_OpensItsRecordsAndNobodyElses()
    {
        await using ConsentScene scene = await ConsentScene.StartAsync(folder.Path);
        await scene.GiveAsync();

        await scene.Silo.AdvanceAsync(ConsentScene.Issued);

        Assert.Equal(Wide, await scene.ReleasesOf(scene.Record));
        Assert.Equal([ConsentScene.Narrow], await scene.ReleasesOf(scene.Foreign, scene.Other));
    }

    [Fact]
    public async Task Consent_TakenBackBeforeTheCutOff_OpensNothing()
    {
        await using ConsentScene scene = await ConsentScene.StartAsync(folder.Path);
        await scene.RevokeAsync(await scene.GiveAsync());

        await scene.Silo.AdvanceAsync(ConsentScene.Issued);

        Assert.Equal([ConsentScene.Narrow], await scene.ReleasesOf(scene.Record));
    }

    [Fact]
    public async Task Consent_TakenBackAfterAPeriod_OpensNoneOfTheLaterOnes()
    {
        await using ConsentScene scene = await ConsentScene.StartAsync(folder.Path);
        long given = await scene.GiveAsync();
        await scene.Silo.AdvanceAsync(ConsentScene.Issued);
        await scene.RevokeAsync(given);

        await scene.Silo.AdvanceAsync("2013-03-21");

        Assert.Equal(Wide, await scene.ReleasesOf(scene.Record));
        Assert.Equal(["CAF/2013-02/final/consortium"], await scene.ReleasesOf(scene.Later));
    }

    [Fact]
    public async Task Consent_ToOneRevision_IsNoneToTheNextAndNoneForOtherRecords()
    {
        await using ConsentScene scene = await ConsentScene.StartAsync(folder.Path);
        await scene.GiveAsync();
        RecordId second = await scene.DepositAsync(scene.Depositor, "k4", new TestObservation("s4", ConsentScene.Day));
        string third = await scene.Silo.ActivatePolicyAsync(ConsentScene.WithFranceAndGabon);
        Assert.Equal("ok", (await scene.SendAsync(ConsentScene.Terms(scene.Second, third))).Outcome.Code);

        await scene.Silo.AdvanceAsync(ConsentScene.Issued);

        // The first record's depositor agreed to the second revision; the third reaches further than that one as well.
        Assert.Equal([ConsentScene.Narrow], await scene.ReleasesOf(scene.Record));
        Assert.Equal(Wide, await scene.ReleasesOf(second));
    }

    [Fact]
    public async Task Consent_OfARecordWithCaveats_OpensItNoFurtherThanTheyAllow()
    {
        await using ConsentScene scene = await ConsentScene.StartAsync(folder.Path);
        RecordId closed = await scene.DepositAsync(scene.Depositor, "k4", new TestObservation("s4", ConsentScene.Day.AddDays(28)) { Caveats = new("consortium", [], [], null, null, NoNarrative: true) });
        await scene.Silo.ActivatePolicyAsync(ConsentScene.WithFranceAndGabon);
        string inForce = (await scene.StatusAsync()).InForce;
        Assert.Equal("ok", (await scene.SendAsync(ConsentScene.Terms(scene.Second, inForce))).Outcome.Code);

        await scene.Silo.AdvanceAsync("2013-03-21");

        Assert.Equal(["CAF/2013-02/final/consortium"], await scene.ReleasesOf(closed));
    }

    [Fact]
    public async Task Consent_ForARecordThatWasWithdrawn_DoesNotBringItBack()
    {
        await using ConsentScene scene = await ConsentScene.StartAsync(folder.Path);
        Assert.Equal("ok", (await scene.Silo.Grains.GetGrain<IDepositorGrain>($"depositor/{scene.Depositor.Id}/0").Withdraw(
            scene.Silo.Sign(scene.Depositor, "/deposits/withdraw", $"withdraw/1\nrecord {scene.Record}\n"))).Outcome.Code);
        await scene.GiveAsync();

        await scene.Silo.AdvanceAsync(ConsentScene.Issued);

        Assert.Empty(await scene.ReleasesOf(scene.Record));
    }

    [Fact]
    public async Task Consent_IsAnEntryThatNamesNobodyAndCommitsToItsFacts()
    {
        await using ConsentScene scene = await ConsentScene.StartAsync(folder.Path);
        long index = await scene.GiveAsync();

        byte[] bytes = scene.Silo.Store.Read(connection => LogStore.ReadEntry(connection, index))!;
        Assert.True(LogEntry.TryParse(bytes, scene.Silo.Vault.Origin.ToString(), out LogEntry? entry, out _));
        Assert.Equal(LogEntryKind.Consent, Assert.IsType<CommittedEntry>(entry).Kind);
        Assert.DoesNotContain(scene.Depositor.Id.ToString(), System.Text.Encoding.ASCII.GetString(bytes), StringComparison.Ordinal);
        Assert.DoesNotContain(scene.Second, System.Text.Encoding.ASCII.GetString(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Consent_SentTwice_IsOneEntry()
    {
        await using ConsentScene scene = await ConsentScene.StartAsync(folder.Path);
        long index = await scene.GiveAsync();

        Assert.Equal(index, await scene.GiveAsync());
        Assert.Equal(index, await scene.GiveAsync(after: index)); // another note with the same outcome
        Assert.Equal((1, 1), (scene.CountEntries(), scene.CountRows()));
    }

    [Fact]
    public async Task Revocation_OfNothing_IsNoEntry()
    {
        await using ConsentScene scene = await ConsentScene.StartAsync(folder.Path);

        ConsentOutcome answer = await scene.SendAsync(ConsentScene.Terms(scene.First, scene.First));

        Assert.Equal(("ok", -1L), (answer.Outcome.Code, answer.EntryIndex));
        Assert.Equal((0, 0), (scene.CountEntries(), scene.CountRows()));
    }

    [Fact]
    public async Task Note_SentAgainAfterARevocation_ChangesNothing()
    {
        await using ConsentScene scene = await ConsentScene.StartAsync(folder.Path);
        await scene.RevokeAsync(await scene.GiveAsync());

        Assert.Equal("consent-stale", (await scene.SendAsync(scene.Agreement)).Outcome.Code);
        await scene.Silo.AdvanceAsync(ConsentScene.Issued);

        Assert.Equal([ConsentScene.Narrow], await scene.ReleasesOf(scene.Record));
        Assert.Equal(2, scene.CountEntries());
    }

    [Fact]
    public async Task Revocation_SentAgainAfterAnotherConsent_ChangesNothing()
    {
        await using ConsentScene scene = await ConsentScene.StartAsync(folder.Path);
        long given = await scene.GiveAsync();
        long revoked = await scene.RevokeAsync(given);
        await scene.GiveAsync(after: revoked);

        Assert.Equal("consent-stale", (await scene.SendAsync(ConsentScene.Terms(scene.First, scene.First, given))).Outcome.Code);
        await scene.Silo.AdvanceAsync(ConsentScene.Issued);

        Assert.Equal(Wide, await scene.ReleasesOf(scene.Record));
    }

    [Theory]
    [InlineData("another's key", "malformed")]
    [InlineData("another's name", "malformed")]
    [InlineData("another use", "malformed")]
    [InlineData("another revision", "malformed")]
    [InlineData("another place in the row", "malformed")]
    [InlineData("another country", "malformed")]
    [InlineData("no note", "malformed")]
    public async Task Note_ThatIsNotThisDepositorsOverTheseTerms_IsRefused(string fault, string code)
    {
        await using ConsentScene scene = await ConsentScene.StartAsync(folder.Path);
        ConsentTerms terms = scene.Agreement;
        byte[] note = fault switch
        {
            "another's key" => NoteText.Sign(terms.Text($"{scene.Silo.Vault.Origin}/consent/v1"), scene.Depositor.Id.ToString(), scene.Other.Signing),
            "another's name" => scene.Note(scene.Other, terms),
            "another use" => scene.Note(scene.Depositor, terms, "policy-activation"),
            "another revision" => scene.Note(scene.Depositor, terms with { To = terms.From }),
            "another place in the row" => scene.Note(scene.Depositor, terms with { After = 3 }),
            "another country" => scene.Note(scene.Depositor, terms with { Country = "TCD" }),
            _ => [1, 2, 3],
        };

        Assert.Equal(code, (await scene.SendAsync(terms, note: note)).Outcome.Code);
        Assert.Equal((0, 0), (scene.CountEntries(), scene.CountRows()));
    }

    [Theory]
    [InlineData("to one that nobody proposed")]
    [InlineData("to one that was replaced")]
    [InlineData("from one that never was")]
    public async Task Consent_ToAnythingButTheRevisionInForce_IsRefused(string fault)
    {
        await using ConsentScene scene = await ConsentScene.StartAsync(folder.Path);
        if (fault == "to one that was replaced")
        {
            await scene.Silo.ActivatePolicyAsync(ConsentScene.WithFranceAndGabon);
        }

        ConsentTerms terms = fault switch
        {
            "to one that nobody proposed" => ConsentScene.Terms(scene.First, new string('0', 64)),
            "to one that was replaced" => scene.Agreement,
            _ => ConsentScene.Terms(new string('0', 64), scene.Second),
        };

        Assert.Equal("consent-revision", (await scene.SendAsync(terms)).Outcome.Code);
        Assert.Equal((0, 0), (scene.CountEntries(), scene.CountRows()));
    }

    [Fact]
    public async Task Consent_MayBeTakenBackOnceItsRevisionWasReplaced()
    {
        await using ConsentScene scene = await ConsentScene.StartAsync(folder.Path);
        long given = await scene.GiveAsync();
        await scene.Silo.ActivatePolicyAsync(ConsentScene.WithFranceAndGabon);

        await scene.RevokeAsync(given);

        Assert.Equal("", (await scene.StatusAsync()).Revisions[0].To);
    }

    [Fact]
    public async Task Consent_ByAnyoneButADepositorForItself_IsRefused()
    {
        await using ConsentScene scene = await ConsentScene.StartAsync(folder.Path);
        TestAccount officer = await scene.Silo.EnrolAsync("policy-officer", "officer");
        string body = $"consent/1\ncountry CAF\nfrom {scene.First}\nto {scene.Second}\nafter none\nnote {Convert.ToBase64String(scene.Note(scene.Other, scene.Agreement))}\n";
        SignedCall call = scene.Silo.Sign(scene.Other, "/policies/CAF/consents", body);

        Assert.Equal("forbidden-role", (await scene.SendAsync(scene.Agreement, officer)).Outcome.Code);
        Assert.Equal("unauthorised", (await scene.Grain.Give(call)).Outcome.Code); // the other depositor's call, handed to this one's grain
        Assert.Equal("unauthorised", (await scene.SendAsync(scene.Agreement, TestAccount.New("stranger"))).Outcome.Code);
        Assert.Equal("unauthorised", (await scene.Grain.Give(scene.Silo.Sign(scene.Depositor, "/policies/TCD/consents", body))).Outcome.Code);
        Assert.Equal("malformed", (await scene.Grain.Give(scene.Silo.Sign(scene.Depositor, "/policies/CAF/consents", body + "more x\n"))).Outcome.Code);
        Assert.Equal("unauthorised", (await scene.Grain.Status(scene.Silo.Sign(scene.Other, "/policies/CAF/consents/status", ""))).Outcome.Code);
        Assert.Equal("malformed", (await scene.Grain.Status(scene.Silo.Sign(scene.Depositor, "/policies/CAF/consents/status", "x"))).Outcome.Code);
        Assert.Equal((0, 0), (scene.CountEntries(), scene.CountRows()));
        await TestEpochs.SealAsync(scene.Silo);
        Assert.Equal("sealed", (await scene.SendAsync(scene.Agreement)).Outcome.Code);
    }

    [Fact]
    public async Task Consents_GivenAndTakenBackAgainAndAgain_EndBeforeTheyFillTheLog()
    {
        await using ConsentScene scene = await ConsentScene.StartAsync(folder.Path);
        long? last = null;
        for (int i = 0; i < 32; i++)
        {
            last = await scene.RevokeAsync(await scene.GiveAsync(last));
        }

        Assert.Equal("conflict", (await scene.SendAsync(scene.Agreement with { After = last })).Outcome.Code);
        Assert.Equal(64, scene.CountEntries());
    }

    [Fact]
    public async Task Status_CountsOnlyOnesOwnRecordsThatAreStillToBeCounted()
    {
        await using ConsentScene scene = await ConsentScene.StartAsync(folder.Path);
        await scene.DepositAsync(scene.Depositor, "k4", new TestObservation("s4", ConsentScene.Day));
        Assert.Equal([2, 1], (await scene.StatusAsync()).Revisions.Select(line => line.Records));
        Assert.Equal([1, 0], (await scene.StatusAsync(scene.Other)).Revisions.Select(line => line.Records));

        // It waits to be taken, as what an older layout left behind does.
        await LeftInOutbox.PutAsync(scene.Silo, await scene.DepositAsync(scene.Depositor, "k5", new TestObservation("s5", ConsentScene.Day)));
        await scene.HoldAsync("contributions");
        await scene.Silo.Grains.GetGrain<IDepositorGrain>($"depositor/{scene.Depositor.Id}/0").Withdraw(
            scene.Silo.Sign(scene.Depositor, "/deposits/withdraw", $"withdraw/1\nrecord {scene.Later}\n"));
        long entry = await scene.GiveAsync();

        ConsentStatusOutcome status = await scene.StatusAsync();
        Assert.Equal(scene.Second, status.InForce);
        Assert.Equal([new ConsentLine(scene.First, 1, scene.Second, entry, new DateOnly(2013, 1, 11)), new ConsentLine(scene.Second, 2, "", -1, default)], status.Revisions);
        await scene.ReleaseAsync();
        await scene.Silo.AdvanceAsync(ConsentScene.Issued);
        Assert.Equal([0, 0], (await scene.StatusAsync()).Revisions.Select(line => line.Records));
    }
}
