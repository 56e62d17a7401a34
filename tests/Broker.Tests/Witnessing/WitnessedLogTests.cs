using System.Text;
using Broker.Cli;
using Broker.Sealing;
using Broker.Transparency;

namespace Broker.Tests.Witnessing;

/// <summary>What a witness cosigns and keeps, against an operator who signs any history.</summary>
public sealed class WitnessedLogTests : IDisposable
{
    private readonly WitnessScene scene = new();

    [Fact]
    public void Growth_ThatIsConsistent_IsKeptAndCosignedWithTheTime()
    {
        List<string> written = [];
        using var state = scene.Open((path, content) =>
        {
            written.Add(Path.GetFileName(path));
            DurableFile.Write(path, content);
        });
        var log = state.Logs[0];
        written.Clear();
        foreach (var (oldSize, size) in new[] { (0, 5), (5, 21), (21, 300) })
        {
            var answer = log.Answer(scene.Request(scene.Honest, oldSize, size), WitnessScene.Now);
            Assert.Equal(200, answer.Status);
            Assert.Equal(WitnessScene.Now.ToUnixTimeSeconds(), scene.TimeOf(answer.Body, scene.Checkpoint(scene.Honest, size)));
            Assert.Equal(File.ReadAllBytes(scene.CheckpointFile), log.Latest.ToArray());
        }

        Assert.Equal(Enumerable.Repeat(Path.GetFileName(scene.CheckpointFile), 3), written);
    }

    [Fact]
    public void SameTree_SentAgain_IsCosignedAtTheNewTimeAndWritesNothing()
    {
        var writes = 0;
        using var state = scene.Open((path, content) =>
        {
            writes++;
            DurableFile.Write(path, content);
        });
        var log = state.Logs[0];
        log.Answer(scene.Request(scene.Honest, 0, 5), WitnessScene.Now);
        var before = writes;

        var answer = log.Answer(scene.Request(scene.Honest, 5, 5), WitnessScene.Now.AddHours(1));

        Assert.Equal(WitnessScene.Now.AddHours(1).ToUnixTimeSeconds(), scene.TimeOf(answer.Body, scene.Checkpoint(scene.Honest, 5)));
        Assert.Equal(before, writes);
    }

    [Theory]
    [InlineData(0, 5, 409)]
    [InlineData(29, 40, 409)]
    [InlineData(31, 40, 409)]
    [InlineData(40, 40, 409)]
    [InlineData(31, 30, 400)]
    [InlineData(30, 29, 400)]
    public void Request_FromAnotherSize_IsToldTheSizeOrRefused(int oldSize, int size, int status)
    {
        using var state = scene.Open();
        var log = state.Logs[0];
        log.Answer(scene.Request(scene.Honest, 0, 30), WitnessScene.Now);

        var answer = log.Answer(scene.Request(scene.Honest, oldSize, size), WitnessScene.Now);

        Assert.Equal(status, answer.Status);
        Assert.True(status != 409 || (answer.Body == "30\n" && answer.ContentType == "text/x.tlog.size"));
    }

    [Theory]
    [InlineData(30, 30)]
    [InlineData(30, 31)]
    [InlineData(30, 300)]
    public void Fork_FromTheSizeThatWasCosigned_IsNeverCosigned(int oldSize, int size)
    {
        using var state = scene.Open();
        var log = state.Logs[0];
        log.Answer(scene.Request(scene.Honest, 0, 30), WitnessScene.Now);

        Assert.Equal(422, log.Answer(scene.Request(scene.Forked, oldSize, size), WitnessScene.Now).Status);
        Assert.Equal(200, log.Answer(scene.Request(scene.Honest, 30, 31), WitnessScene.Now).Status);
    }

    [Theory]
    [InlineData(30)]
    [InlineData(0)]
    [InlineData(7)]
    public void Fork_OfTheVerySize_IsKeptAsEvidenceThatOpensForAnyone(int oldSize)
    {
        using var state = scene.Open();
        var log = state.Logs[0];
        log.Answer(scene.Request(scene.Honest, 0, 30), WitnessScene.Now);
        Assert.False(log.HasFork);

        log.Answer(scene.Request(scene.Forked, oldSize, 30), WitnessScene.Now);

        Assert.True(log.HasFork);
        NoteVerifier anyone = new(scene.Log, Ed25519.Verify);
        Assert.True(Checkpoint.TryOpen(File.ReadAllBytes(scene.ForkFile), anyone, out var other, out _));
        Assert.True(Checkpoint.TryOpen(log.Latest.Span, anyone, out var own, out _));
        Assert.Equal((scene.Forked.Head(30), scene.Honest.Head(30)), (other.Head, own.Head));
    }

    [Fact]
    public void Fork_SignedByNobodyOfTheLog_IsNoEvidence()
    {
        using var state = scene.Open();
        var log = state.Logs[0];
        log.Answer(scene.Request(scene.Honest, 0, 30), WitnessScene.Now);
        var text = WitnessedNote.TextOf(scene.Checkpoint(scene.Forked, 30));
        var signature = Encoding.UTF8.GetString(WitnessedNote.SignaturesOf(scene.Checkpoint(scene.Honest, 30)));

        Assert.Equal(403, log.Answer(new AddCheckpoint(30, [], Encoding.UTF8.GetBytes($"{text}\n{signature}")), WitnessScene.Now).Status);
        Assert.False(log.HasFork);
    }

    [Fact]
    public void Note_WithSignaturesOfOthers_IsKeptWithoutThem()
    {
        using var state = scene.Open();
        byte[] padded = [.. scene.Checkpoint(scene.Honest, 5), .. Encoding.UTF8.GetBytes($"— other.example {Convert.ToBase64String(new byte[68])}\n")];

        var answer = state.Logs[0].Answer(new AddCheckpoint(0, [], padded), WitnessScene.Now);

        Assert.Equal([.. scene.Checkpoint(scene.Honest, 5), .. Encoding.UTF8.GetBytes(answer.Body)], state.Logs[0].Latest.ToArray());
    }

    [Fact]
    public void Fault_OfTheDisk_LetsNoCosignatureLeaveThenOrLater()
    {
        var fails = false;
        using var state = scene.Open((path, content) =>
        {
            if (fails)
            {
                throw new IOException("no space");
            }

            DurableFile.Write(path, content);
        });
        var log = state.Logs[0];
        log.Answer(scene.Request(scene.Honest, 0, 5), WitnessScene.Now);
        fails = true;
        Assert.Throws<WitnessStateException>(() => log.Answer(scene.Request(scene.Honest, 5, 9), WitnessScene.Now));
        fails = false;

        Assert.Equal(503, log.Answer(scene.Request(scene.Honest, 5, 9), WitnessScene.Now).Status);
        Assert.Equal(503, log.Answer(scene.Request(scene.Honest, 5, 5), WitnessScene.Now).Status);
        Assert.Equal(5, WitnessScene.SizeOf(log.Latest.Span));
    }

    [Fact]
    public async Task Requests_FromOneSizeAtOnce_GetOneCosignature()
    {
        using var state = scene.Open();
        var log = state.Logs[0];
        for (var from = 0; from < 200; from += 10)
        {
            var history = scene.Honest;
            var requests = Enumerable.Range(1, 8).Select(i => scene.Request(history, from, from + 1 + i)).ToList();
            var answers = await Task.WhenAll(requests.Select(request => Task.Run(() => log.Answer(request, WitnessScene.Now))));

            Assert.Single(answers, answer => answer.Status == 200);
            Assert.Equal(7, answers.Count(answer => answer.Status == 409));
            Assert.Equal(200, log.Answer(scene.Request(history, WitnessScene.SizeOf(log.Latest.Span), from + 10), WitnessScene.Now).Status);
        }
    }

    public void Dispose() => scene.Dispose();
}
