using System.Globalization;
using System.Text;
using Broker.Contracts;
using Broker.Sealing;
using Broker.Transparency;

namespace Broker.Tests.Silo.Publishing;

/// <summary>The courier and all but the quorum of witnesses may lie: nothing is published for it, and nothing is lost by it for good.</summary>
public sealed class WitnessReplyTests
{
    [Fact]
    public async Task Reply_WithoutAValidCosignature_PublishesNothing()
    {
        await using PublicationScene scene = await PublicationScene.StartAsync();
        using var stranger = new TestWitness("w1");
        await scene.AppendAsync("one");
        WitnessErrand errand = Assert.Single(await scene.Publication.Errands());
        string text = Text(errand, scene);
        string good = scene.Witnesses[0].Sign(text);
        string spoilt = good[..40] + (good[40] == 'A' ? 'B' : 'A') + good[41..];
        foreach (string body in new[] { "", "\n", "ok", stranger.Sign(text), spoilt, scene.Witnesses[0].Sign(text + "x\n"), new string('—', 20_000) })
        {
            scene.Silo.Wall.Advance(TimeSpan.FromMinutes(1));
            await scene.Publication.Errands();
            await scene.Publication.Answer(new WitnessReply("w1", 200, Encoding.UTF8.GetBytes(body)));
            PublicationState state = await scene.Publication.State();
            Assert.Equal((0L, "refuses"), (state.PublishedSize, state.Witnesses[0].State));
        }

        scene.Silo.Wall.Advance(TimeSpan.FromMinutes(1));
        await scene.Publication.Errands();
        await scene.Publication.Answer(new WitnessReply("w1", 200, Encoding.UTF8.GetBytes(good)));
        Assert.True((await scene.VerifyAsync()).IsClean);
    }

    [Fact]
    public async Task Reply_OfOneWitnessUnderTheNameOfAnother_CountsForNeither()
    {
        await using PublicationScene scene = await PublicationScene.StartAsync("group both all w1 w2\nquorum both\n", "w1", "w2");
        WitnessErrand errand = (await scene.Publication.Errands())[0];
        WitnessReply first = scene.Witnesses[0].Take(errand, scene.LogKey);

        await scene.Publication.Answer(first);
        await scene.Publication.Answer(first with { Witness = "w2" });
        await scene.Publication.Answer(first with { Witness = "w3" });

        Assert.Equal(0, (await scene.Publication.State()).PublishedSize);
    }

    [Fact]
    public async Task Reply_ThatNobodyAskedFor_IsNothing()
    {
        await using PublicationScene scene = await PublicationScene.StartAsync();

        await scene.Publication.Answer(new WitnessReply("w1", 409, "99999\n"u8.ToArray()));
        await scene.Publication.Answer(new WitnessReply("nobody", 200, []));

        Assert.Equal("waiting", (await scene.Publication.State()).Witnesses[0].State);
    }

    [Fact]
    public async Task Witness_ThatKnowsAnEarlierSize_IsAskedFromThere()
    {
        await using PublicationScene scene = await PublicationScene.StartAsync();
        await scene.AppendAsync("one");
        await scene.CarryAsync();
        // What the silo knew of the witness is lost: it asks from the start again and is told better.
        await scene.Silo.Store.WriteAsync(connection => connection.Execute("DELETE FROM cosigners"));
        await scene.Silo.Store.WriteAsync(connection => connection.Execute("DELETE FROM log_files WHERE path = 'checkpoint'"));
        await scene.RestartAsync();

        Assert.Equal(1, await scene.CarryOnceAsync());
        Assert.Equal(0, (await scene.Publication.State()).PublishedSize);
        Assert.Equal(1, await scene.CarryOnceAsync());

        Assert.True((await scene.VerifyAsync()).IsClean);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(500)]
    [InlineData(302)]
    public async Task Witness_ThatRefuses_IsAskedAgainAfterAWhileOnly(int status)
    {
        await using PublicationScene scene = await PublicationScene.StartAsync();
        Assert.Single(await scene.Publication.Errands());

        await scene.Publication.Answer(new WitnessReply("w1", status, []));

        Assert.Equal("refuses", (await scene.Publication.State()).Witnesses[0].State);
        Assert.Empty(await scene.Publication.Errands());
        scene.Silo.Wall.Advance(TimeSpan.FromMinutes(1));
        await scene.CarryAsync();
        Assert.True((await scene.VerifyAsync()).IsClean);
    }

    [Fact]
    public async Task OldDatabase_PutBack_IsNeverPublishedAgainAndSaysSo()
    {
        await using PublicationScene scene = await PublicationScene.StartAsync("group one any w1 w2\nquorum one\n", "w1", "w2");
        await scene.AppendAsync("one");
        await scene.CarryAsync();
        await scene.StopSiloAsync();
        using var old = new TemporaryFolder();
        PublicationScene.Copy(scene.Data, old.Path);
        await scene.StartSiloAsync();
        for (int i = 0; i < 10; i++)
        {
            await scene.AppendAsync($"later-{i}");
        }

        await scene.CarryAsync();
        TreeHead kept = scene.Witnesses[0].Latest;
        await scene.StopSiloAsync();
        using var newer = new TemporaryFolder();
        PublicationScene.Copy(scene.Data, newer.Path);
        PublicationScene.Copy(old.Path, scene.Data);

        await scene.StartSiloAsync();
        long before = (await scene.Publication.State()).PublishedSize;
        await scene.CarryOnceAsync();

        PublicationState state = await scene.Publication.State();
        Assert.All(state.Witnesses, witness => Assert.Equal("ahead", witness.State));
        // Nor once the old one has grown past what the witnesses saw, nor after a restart, nor when one of the two is gone.
        for (int i = 0; i < 20; i++)
        {
            await scene.AppendAsync($"other-{i}");
        }

        await scene.RestartAsync();
        Assert.True((await scene.Publication.State()).SignedSize > kept.Size);
        scene.Witnesses[1].Answers = false;
        for (int i = 0; i < 4; i++)
        {
            scene.Silo.Wall.Advance(TimeSpan.FromMinutes(1));
            await scene.CarryOnceAsync();
        }

        state = await scene.Publication.State();
        Assert.Equal((before, "ahead"), (state.PublishedSize, state.Witnesses[0].State));
        Assert.Equal(kept, scene.Witnesses[0].Latest);

        // The right database again: all goes on.
        scene.Witnesses[1].Answers = true;
        await scene.StopSiloAsync();
        PublicationScene.Copy(newer.Path, scene.Data);
        await scene.StartSiloAsync();
        await scene.CarryAsync();
        Assert.True((await scene.VerifyAsync(kept)).IsClean);
        Assert.All((await scene.Publication.State()).Witnesses, witness => Assert.Equal("current", witness.State));
    }

    [Fact]
    public async Task OldDatabase_PutBackBeneathASiloThatNeedsNoWitness_IsNotPublishedOnceOneOfThemSaysSo()
    {
        await using PublicationScene scene = await PublicationScene.StartAsync("quorum none\n", "w1");
        await scene.StopSiloAsync();
        using var old = new TemporaryFolder();
        PublicationScene.Copy(scene.Data, old.Path);
        await scene.StartSiloAsync();
        await scene.AppendAsync("one");
        await scene.AppendAsync("two");
        await scene.CarryAsync();
        await scene.StopSiloAsync();
        PublicationScene.Copy(old.Path, scene.Data);
        await scene.StartSiloAsync();
        await scene.CarryOnceAsync();
        long published = (await scene.Publication.State()).PublishedSize;

        await scene.AppendAsync("three");

        PublicationState state = await scene.Publication.State();
        Assert.Equal((published, "ahead"), (state.PublishedSize, state.Witnesses[0].State));
        Assert.True(state.SignedSize > published);
    }

    [Fact]
    public async Task Claim_OfALongerLogThatIsNotTrue_EndsWithTheWitnessesCosignature()
    {
        await using PublicationScene scene = await PublicationScene.StartAsync();
        Assert.Single(await scene.Publication.Errands());
        await scene.Publication.Answer(new WitnessReply("w1", 409, Encoding.ASCII.GetBytes(long.MaxValue.ToString(CultureInfo.InvariantCulture) + "\n")));
        Assert.Equal("ahead", (await scene.Publication.State()).Witnesses[0].State);
        await scene.RestartAsync();
        Assert.Equal("ahead", (await scene.Publication.State()).Witnesses[0].State);

        scene.Silo.Wall.Advance(TimeSpan.FromMinutes(1));
        await scene.CarryAsync();

        Assert.Equal("current", (await scene.Publication.State()).Witnesses[0].State);
        Assert.True((await scene.VerifyAsync()).IsClean);
    }

    [Fact]
    public async Task SlowWitness_WhoseAnswerCrossesTheNextQuestion_CountsAtOnceWhenAnotherFallsSilent()
    {
        await using PublicationScene scene = await PublicationScene.StartAsync("group two 2 w1 w2 w3\nquorum two\n", "w1", "w2", "w3");
        IReadOnlyList<WitnessErrand> first = await scene.Publication.Errands();
        await scene.Publication.Answer(scene.Witnesses[0].Take(first[0], scene.LogKey));
        await scene.Publication.Answer(scene.Witnesses[1].Take(first[1], scene.LogKey));
        long published = (await scene.Publication.State()).PublishedSize;
        await scene.AppendAsync("next");

        // The errand of the third is still on its way when the next checkpoint is given out.
        Assert.Equal(3, (await scene.Publication.Errands()).Count);
        await scene.Publication.Answer(scene.Witnesses[2].Take(first[2], scene.LogKey));

        WitnessState third = (await scene.Publication.State()).Witnesses[2];
        Assert.Equal(("waiting", published), (third.State, third.CosignedSize));
        scene.Witnesses[0].Answers = false;
        await scene.CarryOnceAsync();
        Assert.Equal(published + 1, (await scene.Publication.State()).PublishedSize);
        Assert.True((await scene.VerifyAsync()).IsClean);
    }

    private static string Text(WitnessErrand errand, PublicationScene scene)
    {
        Assert.True(AddCheckpoint.TryParse(errand.Body, out AddCheckpoint? request));
        Assert.True(Checkpoint.TryOpen(request.Checkpoint.Span, new NoteVerifier(scene.LogKey.Key, Ed25519.Verify), out Checkpoint? checkpoint, out _));
        return checkpoint.ToNoteText();
    }
}
