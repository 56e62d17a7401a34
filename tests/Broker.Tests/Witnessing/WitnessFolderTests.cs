using Broker.Cli;
using Broker.Sealing;
using Broker.Tests.Cli;
using Broker.Transparency;

namespace Broker.Tests.Witnessing;

/// <summary>A witness's memory: it goes on from it, and never without it.</summary>
public sealed class WitnessFolderTests : IDisposable
{
    private readonly WitnessScene scene = new();

    [Fact]
    public void Witness_StartedAgain_GoesOnFromWhatItCosigned()
    {
        Cosign(0, 30);
        using var state = scene.Open();

        Assert.Equal(409, state.Logs[0].Answer(scene.Request(scene.Forked, 0, 30), WitnessScene.Now).Status);
        Assert.Equal(422, state.Logs[0].Answer(scene.Request(scene.Forked, 30, 40), WitnessScene.Now).Status);
        Assert.Equal(200, state.Logs[0].Answer(scene.Request(scene.Honest, 30, 40), WitnessScene.Now).Status);
    }

    [Fact]
    public void Witness_WithAnyByteOfItsMemoryChanged_DoesNotStart()
    {
        Cosign(0, 30);
        var bytes = File.ReadAllBytes(scene.CheckpointFile);
        for (var i = 0; i < bytes.Length; i++)
        {
            byte[] changed = [.. bytes];
            changed[i] ^= 1;
            File.WriteAllBytes(scene.CheckpointFile, changed);
            Assert.Contains("is damaged", Refusal(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Witness_WithItsMemoryCutOffAnywhere_DoesNotStart()
    {
        Cosign(0, 30);
        var bytes = File.ReadAllBytes(scene.CheckpointFile);
        for (var length = 0; length < bytes.Length; length++)
        {
            File.WriteAllBytes(scene.CheckpointFile, bytes[..length]);
            Assert.Contains("is damaged", Refusal(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Witness_WhoseMemoryIsGone_DoesNotStart()
    {
        Cosign(0, 30);
        File.Delete(scene.CheckpointFile);
        Assert.Contains("is gone", Refusal(), StringComparison.Ordinal);

        File.Delete(Path.Combine(scene.State, "logs"));
        Assert.Contains("no state of a witness", Refusal(), StringComparison.Ordinal);

        Directory.Delete(scene.State, recursive: true);
        Assert.Contains("no state of a witness", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Witness_WithALogsListThatWasEdited_DoesNotStart()
    {
        Cosign(0, 30);
        var path = Path.Combine(scene.State, "logs");
        var text = File.ReadAllText(path);
        foreach (var edited in new[] { "", text[..^1], text + "\n", text + text, "witness-logs/2" + text[14..], text.Replace("log ", "logs ", StringComparison.Ordinal), text + "log x\n" })
        {
            File.WriteAllText(path, edited);
            Assert.Contains("is damaged", Refusal(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Memory_OfAnotherWitness_IsNotTaken()
    {
        Cosign(0, 30);
        using var other = WitnessKey.Create(scene.At("other"), "witness.example/1", new CounterRandom(77).Fill);

        Assert.Throws<CommandFailure>(() => WitnessFolder.Open(scene.State, other, [scene.Log], DurableFile.Write));
    }

    [Fact]
    public void Log_WithAnotherKeyThanBefore_IsNotCosignedUnderOneHistory()
    {
        Cosign(0, 30);
        using var second = Ed25519SigningKey.Generate(new CounterRandom(78).Fill);
        VerifierKey other = new(WitnessScene.Origin, second.PublicKey);

        var failure = Assert.Throws<CommandFailure>(() => WitnessFolder.Open(scene.State, scene.Key, [other], DurableFile.Write));
        Assert.Contains("had another key", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_OfAWitnessThatRuns_IsNotOpenedTwiceAndCanBeLookedAt()
    {
        using (scene.Open())
        {
            Assert.Contains("another witness runs", Refusal(), StringComparison.Ordinal);
            Assert.Single(WitnessFolder.Look(scene.State, scene.Key.Key));
        }

        scene.Open().Dispose();
    }

    [Fact]
    public void Folder_ThatExists_IsNotMadeForAnotherKey() =>
        Assert.Contains("exists already", Assert.Throws<CommandFailure>(() => WitnessFolder.Create(scene.State)).Message, StringComparison.Ordinal);

    [Fact]
    public void Start_ThatEndsBetweenItsWrites_IsFollowedByOneThatKnowsTheLog()
    {
        for (var crash = 1; crash <= 2; crash++)
        {
            var writes = 0;
            Assert.Throws<IOException>(() => scene.Open((path, content) =>
            {
                DurableFile.Write(path, content);
                throw new IOException($"the power went at write {++writes}");
            }));
        }

        Cosign(0, 30);
        Assert.Equal(30, WitnessFolder.Look(scene.State, scene.Key.Key)[0].File.Head.Size);
    }

    public void Dispose() => scene.Dispose();

    private string Refusal() => Assert.Throws<CommandFailure>(() => scene.Open()).Message;

    private void Cosign(int oldSize, int size)
    {
        using var state = scene.Open();
        Assert.Equal(200, state.Logs[0].Answer(scene.Request(scene.Honest, oldSize, size), WitnessScene.Now).Status);
    }
}
