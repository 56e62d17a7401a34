using System.Text;
using Broker.Briefings;
using Broker.Contracts;
using Broker.Silo.Log;
using Broker.Silo.Storage;
using Broker.Transparency;

namespace Broker.Tests.Silo.Publishing;

/// <summary>What readers see of a log whose checkpoints need cosignatures, and what the silo does with witnesses' answers.</summary>
public sealed class PublicationTests
{
    [Fact]
    public async Task Checkpoint_WithoutWitnesses_IsPublishedWithItsGroup()
    {
        await using PublicationScene scene = await PublicationScene.StartAsync("quorum none\n");

        long index = await scene.AppendAsync("one");

        PublicationState state = await scene.Publication.State();
        Assert.Equal((index + 1, index + 1, "none", (DateTimeOffset?)null), (state.SignedSize, state.PublishedSize, state.Quorum, state.WaitingSince));
        Assert.Empty(await scene.Publication.Errands());
        Assert.Equal(index + 1, (await scene.VerifyAsync()).Entries);
    }

    [Fact]
    public async Task Checkpoint_ThatNobodyCosigned_IsSeenByNobody()
    {
        await using PublicationScene scene = await PublicationScene.StartAsync();
        await scene.AppendAsync("one");

        Assert.Null(await scene.ReadAsync(TilePath.Checkpoint));
        Assert.Null(await scene.ReadAsync(TilePath.Entries(0, 1).ToString()));
        Assert.Null(await scene.ReadAsync(TilePath.Hashes(0, 0, 1).ToString()));
        RecentEntries recent = await scene.Log.Recent(10);
        Assert.Equal(0, recent.Size);
        Assert.Empty(recent.Entries);
        PublicationState state = await scene.Publication.State();
        Assert.True(state.SignedSize > 0);
        Assert.Equal((0, "w1"), (state.PublishedSize, state.Quorum));
        Assert.NotNull(state.WaitingSince);
    }

    [Fact]
    public async Task Checkpoint_CosignedByItsQuorum_IsPublishedWithTheCosignature()
    {
        await using PublicationScene scene = await PublicationScene.StartAsync();
        long index = await scene.AppendAsync("one");

        await scene.CarryAsync();

        LogReport report = await scene.VerifyAsync();
        Assert.True(report.IsClean);
        Assert.Equal(index + 1, report.Entries);
        (Witness witness, long time) = Assert.Single(scene.Verifier.Cosigners(await scene.ReadAsync(TilePath.Checkpoint)));
        Assert.Equal("w1", witness.Name);
        Assert.True(time > 0);
        PublicationState state = await scene.Publication.State();
        Assert.Null(state.WaitingSince);
        Assert.Equal(("current", index + 1), (state.Witnesses[0].State, state.Witnesses[0].CosignedSize));
    }

    [Fact]
    public async Task Files_BeyondThePublishedCheckpoint_AreNotServed()
    {
        await using PublicationScene scene = await PublicationScene.StartAsync();
        await scene.AppendAsync("one");
        await scene.CarryAsync();
        int size = (int)(await scene.Publication.State()).PublishedSize;
        for (int i = 0; i < 300; i++)
        {
            await scene.AppendAsync($"more-{i}");
        }

        Assert.NotNull(await scene.ReadAsync(TilePath.Entries(0, size).ToString()));
        Assert.NotNull(await scene.ReadAsync(TilePath.Hashes(0, 0, size).ToString()));
        Assert.Null(await scene.ReadAsync(TilePath.Entries(0, size + 1).ToString()));
        Assert.Null(await scene.ReadAsync(TilePath.Hashes(0, 0, size + 1).ToString()));
        Assert.Null(await scene.ReadAsync(TilePath.Entries(0).ToString()));
        Assert.Null(await scene.ReadAsync(TilePath.Hashes(0, 0).ToString()));
        Assert.Null(await scene.ReadAsync(TilePath.Hashes(1, 0, 1).ToString()));
        Assert.Null(await scene.ReadAsync(TilePath.Hashes(7, long.MaxValue).ToString()));
        Assert.Null(await scene.ReadAsync(TilePath.Hashes(8, 0, 1).ToString()));
        Assert.Null(await scene.ReadAsync(LogStore.SignedPath));
        Assert.Equal(size, (await scene.Log.Recent(200)).Size);
        Assert.All((await scene.Log.Recent(200)).Entries, entry => Assert.True(entry.Index < size));
    }

    [Fact]
    public async Task Log_OfThreeHundredEntries_IsCaughtUpWithInOneRound()
    {
        await using PublicationScene scene = await PublicationScene.StartAsync();
        scene.Witnesses[0].Answers = false;
        for (int i = 0; i < 300; i++)
        {
            await scene.AppendAsync($"event-{i}");
        }

        await scene.CarryOnceAsync();
        Assert.Equal("silent", (await scene.Publication.State()).Witnesses[0].State);
        Assert.Equal(0, (await scene.Publication.State()).PublishedSize);

        scene.Witnesses[0].Answers = true;
        await scene.CarryAsync();

        LogReport report = await scene.VerifyAsync();
        Assert.True(report.IsClean);
        Assert.True(report.Entries > 300);
    }

    [Fact]
    public async Task Checkpoint_OfTwoOfThree_WaitsForTheSecondAndTakesTheThirdToo()
    {
        await using PublicationScene scene = await PublicationScene.StartAsync("group two 2 w1 w2 w3\nquorum two\n", "w1", "w2", "w3");
        (scene.Witnesses[1].Answers, scene.Witnesses[2].Answers) = (false, false);
        await scene.AppendAsync("one");
        await scene.CarryOnceAsync();
        Assert.Equal(0, (await scene.Publication.State()).PublishedSize);

        scene.Witnesses[1].Answers = true;
        await scene.CarryOnceAsync();
        Assert.Equal((await scene.Publication.State()).SignedSize, (await scene.Publication.State()).PublishedSize);
        Assert.Equal(["w1", "w2"], await CosignersAsync(scene));

        scene.Witnesses[2].Answers = true;
        await scene.CarryOnceAsync();
        Assert.Equal(["w1", "w2", "w3"], await CosignersAsync(scene));
    }

    [Fact]
    public async Task Checkpoint_WhileTheLogGrowsBetweenErrandAndReply_IsPublishedAllTheSame()
    {
        await using PublicationScene scene = await PublicationScene.StartAsync();
        for (int round = 0; round < 5; round++)
        {
            long before = (await scene.Publication.State()).PublishedSize;
            WitnessErrand errand = Assert.Single(await scene.Publication.Errands());
            WitnessReply reply = scene.Witnesses[0].Take(errand, scene.LogKey);
            await scene.AppendAsync($"meanwhile-{round}");

            await scene.Publication.Answer(reply);

            PublicationState state = await scene.Publication.State();
            Assert.True(state.PublishedSize > before);
            Assert.True(state.PublishedSize < state.SignedSize);
            Assert.True((await scene.VerifyAsync()).IsClean);
        }
    }

    [Fact]
    public async Task Published_AfterARestart_IsWhatItWasAndGoesOnFromThere()
    {
        await using PublicationScene scene = await PublicationScene.StartAsync();
        await scene.AppendAsync("one");
        await scene.CarryAsync();
        byte[] before = (await scene.ReadAsync(TilePath.Checkpoint))!;
        await scene.AppendAsync("two");

        await scene.RestartAsync();

        Assert.Equal(before, await scene.ReadAsync(TilePath.Checkpoint));
        await scene.CarryAsync();
        Assert.True((await scene.VerifyAsync()).IsClean);
        PublicationState state = await scene.Publication.State();
        Assert.Equal(state.SignedSize, state.PublishedSize);
    }

    [Fact]
    public async Task Published_UnderAPolicyThatAsksForMore_CountsForNothingUntilItHasThat()
    {
        await using PublicationScene scene = await PublicationScene.StartAsync("group both all w1 w2\nquorum both\n", "w1", "w2");
        await scene.StopSiloAsync();
        await scene.StartSiloAsync(scene.Witnesses[0].PolicyLine + "quorum w1\n");
        IReadOnlyList<WitnessErrand> errands = await scene.Publication.Errands();
        await scene.Publication.Answer(scene.Witnesses[0].Take(Assert.Single(errands), scene.LogKey));
        Assert.NotNull(scene.Silo.Service<Publication>().Covering(0));
        await scene.RestartAsync();

        Assert.Null(scene.Silo.Service<Publication>().Covering(0));
        await scene.CarryAsync();

        Assert.NotNull(scene.Silo.Service<Publication>().Covering(0));
        Assert.Equal(["w1", "w2"], await CosignersAsync(scene));
    }

    [Fact]
    public async Task Witnesses_WhileTheVaultIsSealed_AreAskedAndPublishedAll()
    {
        await using PublicationScene scene = await PublicationScene.StartAsync();
        await scene.AppendAsync("one");
        await TestEpochs.SealAsync(scene.Silo);

        await scene.CarryAsync();

        PublicationState state = await scene.Publication.State();
        Assert.Equal(state.SignedSize, state.PublishedSize);
        Assert.True((await scene.VerifyAsync()).IsClean);
    }

    [Fact]
    public async Task TrustFile_OfASiloWithWitnesses_CarriesTheirPolicy()
    {
        await using PublicationScene scene = await PublicationScene.StartAsync("group two 2 w1 w2 w3\nquorum two\n", "w1", "w2", "w3");
        await scene.CarryAsync();

        string trust = (await scene.Silo.Grains.GetGrain<ISiloGrain>("silo/this").Status()).TrustFile;

        Assert.True(TrustFile.TryParse(Encoding.UTF8.GetBytes(trust), out TrustFile? read, out _));
        Assert.Equal(("two", 3), (read.Witnesses.Quorum, read.Witnesses.Witnesses.Count));
        Assert.True(CheckpointVerifier.Of(read, Broker.Sealing.Ed25519.Verify).TryOpen(await scene.ReadAsync(TilePath.Checkpoint), out _, out _));
    }

    [Fact]
    public async Task Publication_OfAnotherLog_IsEmpty()
    {
        await using PublicationScene scene = await PublicationScene.StartAsync();
        IPublicationGrain other = scene.Silo.Grains.GetGrain<IPublicationGrain>("publication/another.example");

        Assert.Empty(await other.Errands());
        Assert.Equal(0, (await other.State()).SignedSize);
        await other.Answer(scene.Witnesses[0].Take((await scene.Publication.Errands())[0], scene.LogKey));
        Assert.Equal(0, (await scene.Publication.State()).PublishedSize);
    }

    private static async Task<string[]> CosignersAsync(PublicationScene scene) =>
        [.. scene.Verifier.Cosigners(await scene.ReadAsync(TilePath.Checkpoint)).Select(one => one.Witness.Name)];
}
