using System.Text;
using Broker.Briefings;
using Broker.Contracts;
using Broker.Silo.Storage;
using Broker.Transparency;

namespace Broker.Tests.Silo.Publishing;

/// <summary>
/// A silo that fails or is killed anywhere between the entry and the content: content without a published entry never leaves, the log verifies at every
/// moment, and a request that is asked again has one entry.
/// </summary>
public sealed class PublicationFaultTests
{
    private const int Rounds = 200;
    private const string Issued = "2013-02-21";

    [Fact]
    public async Task Delivery_AfterTwoHundredFaultsAndKillsAtEachStep_IsOneEntryAndNeverBeforeIt()
    {
        await using PublicationScene scene = await PublicationScene.StartAsync("group both all w1 w2\nquorum both\n", "w1", "w2");
        await scene.Silo.ActivatePolicyAsync();
        TestAccount requester = await scene.Silo.EnrolAsync("requester", "delegate", "LUX", "delegate");
        await scene.Silo.AdvanceAsync(Issued);
        await scene.CarryAsync();
        TreeHead earlier = TreeHead.Empty;
        PublishFaults faults = await AttachAsync(scene);
        PublishStep[] steps = Enum.GetValues<PublishStep>();
        for (int round = 0; round < Rounds; round++)
        {
            PublishStep step = steps[1 + (round % (steps.Length - 1))];
            string id = SiloHost.NewRequestId();

            bool restarted = await FailAsync(scene, faults, requester, id, step);

            faults = restarted ? await AttachAsync(scene) : faults;
            earlier = await AssertSoundAsync(scene, earlier);
            BriefingOutcome answer = await AskUntilDeliveredAsync(scene, requester, id);
            earlier = await AssertSoundAsync(scene, earlier);
            await AssertLoggedAsync(scene, answer);
            Assert.Equal(round + 1, scene.Count(LogEntryKind.Briefing));
        }
    }

    /// <summary>Asks, with the fault on the way: nothing may be delivered. True when the silo was started anew.</summary>
    private static async Task<bool> FailAsync(PublicationScene scene, PublishFaults faults, TestAccount requester, string id, PublishStep step)
    {
        faults.Arm(step);
        Task<BriefingOutcome> asking = scene.Silo.RequestAsync(requester, "2013-01", id: id);
        if (step is PublishStep.Append or PublishStep.Sign or PublishStep.CommitOfTheSigned)
        {
            await Assert.ThrowsAnyAsync<Exception>(() => asking);
        }
        else
        {
            BriefingOutcome answer = await asking;
            Assert.Equal("awaiting-witnesses", answer.Outcome.Code);
            Assert.Null(answer.Briefing);
            await AfterSigningAsync(scene, faults, step);
        }

        bool strikes = step is PublishStep.Append or PublishStep.Sign or PublishStep.CommitOfTheSigned or PublishStep.Publish or PublishStep.CommitOfThePublished;
        Assert.Equal(strikes, faults.Struck > 0);
        faults.Arm(PublishStep.None);
        if (step is PublishStep.Append or PublishStep.SealedMeanwhile)
        {
            return false;
        }

        await scene.KillAsync();
        return true;
    }

    private static async Task AfterSigningAsync(PublicationScene scene, PublishFaults faults, PublishStep step)
    {
        if (step == PublishStep.KillBeforeTheWitness)
        {
            Assert.NotEmpty(await scene.Publication.Errands());
        }
        else if (step == PublishStep.KillAfterTheWitness)
        {
            foreach (WitnessErrand errand in await scene.Publication.Errands())
            {
                Assert.Equal(200, scene.Witnesses.Single(witness => witness.Name == errand.Witness).Take(errand, scene.LogKey).Status);
            }
        }
        else if (step is PublishStep.Publish or PublishStep.CommitOfThePublished)
        {
            await CarryIntoAsync(scene, faults);
        }
        else if (step == PublishStep.KillAfterPublishing)
        {
            await scene.CarryAsync();
        }
        else if (step == PublishStep.SealedMeanwhile)
        {
            await TestEpochs.SealAsync(scene.Silo);
            await scene.CarryAsync();
            await TestEpochs.UnsealAsync(scene.Silo, announce: false);
        }
    }

    private static async Task CarryIntoAsync(PublicationScene scene, PublishFaults faults)
    {
        for (int round = 0; round < 8 && faults.Struck == 0; round++)
        {
            try
            {
                await scene.CarryOnceAsync();
            }
            catch (Exception fault) when (fault is not Xunit.Sdk.XunitException)
            {
                // The fault, as the courier would meet it.
            }
        }
    }

    private static async Task<BriefingOutcome> AskUntilDeliveredAsync(PublicationScene scene, TestAccount requester, string id)
    {
        for (int round = 0; round < 8; round++)
        {
            BriefingOutcome answer = await scene.Silo.RequestAsync(requester, "2013-01", id: id);
            if (answer.Outcome.IsOk)
            {
                return answer;
            }

            Assert.Equal("awaiting-witnesses", answer.Outcome.Code);
            await scene.CarryAsync();
        }

        throw new InvalidOperationException("the request was not delivered");
    }

    /// <summary>Both logs hold: the signed one under its key, the published one under the quorum, each an extension of what was published before.</summary>
    private static async Task<TreeHead> AssertSoundAsync(PublicationScene scene, TreeHead earlier)
    {
        Assert.True(scene.VerifySigned().IsClean);
        LogReport published = await scene.VerifyAsync(earlier);
        Assert.True(published.IsClean);
        Assert.All(scene.Witnesses, witness => Assert.True(witness.Latest.Size >= published.Checkpoint!.Head.Size));
        return published.Checkpoint!.Head;
    }

    /// <summary>The delivery's own entry and the release's are under the published checkpoint, and the receipt says so by itself.</summary>
    private static async Task AssertLoggedAsync(PublicationScene scene, BriefingOutcome answer)
    {
        Assert.True((await scene.Publication.State()).PublishedSize > answer.EntryIndex);
        Assert.True(TlogProof.TryParse(Encoding.UTF8.GetBytes(answer.Briefing!.Receipt), out TlogProof? proof));
        Assert.True(ReleaseReceipt.TryParse(proof.Extra!.Value.Span, scene.Silo.Vault.Origin.ToString(), out ReleaseReceipt? receipt, out _));
        Assert.True(proof.TryVerify(MerkleHash.Leaf(receipt!.Entry.Span), scene.Verifier, out _, out _));
    }

    private static Task<PublishFaults> AttachAsync(PublicationScene scene)
    {
        scene.Silo.Wall.Haste = 200;
        return PublishFaults.AttachAsync(scene.Silo);
    }
}
