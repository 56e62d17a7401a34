using Broker.Cli;
using Broker.DisclosureControl.Tests;
using Broker.Sealing;
using Broker.Tests.Journeys;
using Broker.Transparency;

namespace Broker.Tests.Witnessing;

/// <summary>An operator with two histories, and a power that goes at any step of the witness's write.</summary>
public sealed class WitnessCrashTests : IDisposable
{
    private const int Rounds = 200;
    private readonly WitnessScene scene = new();

    [Fact]
    public void Witness_CutOffAtAnyStepOfItsWrite_NeverCosignsTwoHistoriesNorGoesBack()
    {
        SeededRandom random = new("witness crashes");
        CosignedHistory cosigned = new(scene);
        var (cuts, refused) = (0, 0);
        for (var round = 0; round < Rounds; round++)
        {
            var cutAt = random.Below(6);
            try
            {
                using var state = scene.Open((path, content) => Write(path, content, cutAt));
                Note(state.Logs[0], cosigned);
                cutAt = random.Below(6);
                for (var i = 0; i < 3; i++)
                {
                    refused += Attack(state.Logs[0], cosigned, random) ? 0 : 1;
                }
            }
            catch (PowerCutException)
            {
                cuts++;
            }
        }

        Assert.True(cuts > Rounds / 3 && refused > Rounds / 3 && cosigned.Count > Rounds, $"{cuts} cuts, {refused} refused, {cosigned.Count} cosigned");
    }

    [Fact]
    public async Task Witness_KilledAsAProcess_NeverCosignsTwoHistoriesNorGoesBack() => await KillAsync(12);

    [Fact]
    [Trait("Category", "Soak")]
    public async Task Witness_KilledAsAProcessManyTimes_NeverCosignsTwoHistoriesNorGoesBack() => await KillAsync(200);

    public void Dispose() => scene.Dispose();

    private async Task KillAsync(int kills)
    {
        SeededRandom random = new("witness kills");
        CosignedHistory cosigned = new(scene);
        for (var kill = 0; kill < kills; kill++)
        {
            await using var witness = JourneyHost.StartTool(
                "witness", "serve", "--key", scene.KeyFile, "--log", scene.Trust, "--url", "http://127.0.0.1:0", "--stop-with-input");
            using RemoteWitness remote = new(scene, await witness.LineAsync("listens at"));
            await remote.NoteLatestAsync(cosigned);
            Assert.True(await remote.AttackAsync(cosigned, random), "the witness was never reached");
            var killed = Task.Delay(random.Below(40)).ContinueWith(_ => witness.KillAsync(), TaskScheduler.Default).Unwrap();
            while (await remote.AttackAsync(cosigned, random))
            {
            }

            await killed;
        }

        Assert.True(cosigned.Count >= kills, "the witness cosigned less often than it was started");
    }

    private static void Write(string path, ReadOnlySpan<byte> content, int cutAt)
    {
        if (cutAt < 3)
        {
            File.WriteAllBytes(path + ".new", content[..(content.Length * cutAt / 2)]);
            throw new PowerCutException();
        }

        DurableFile.Write(path, content);
        if (cutAt == 3)
        {
            throw new PowerCutException();
        }
    }

    private void Note(WitnessedLog log, CosignedHistory cosigned)
    {
        if (!log.Latest.IsEmpty && Checkpoint.TryOpen(log.Latest.Span, new NoteVerifier(scene.Log, Ed25519.Verify), out var latest, out _))
        {
            cosigned.Add(latest.Head);
        }
    }

    private bool Attack(WitnessedLog log, CosignedHistory cosigned, SeededRandom random)
    {
        var history = random.Below(2) == 0 ? scene.Honest : scene.Forked;
        var from = log.Latest.IsEmpty ? 0 : WitnessScene.SizeOf(log.Latest.Span);
        var size = Math.Min(WitnessHistory.Most, from + random.Below(4));
        var answer = log.Answer(scene.Request(history, random.Below(8) == 0 ? 0 : from, size), WitnessScene.Now);
        if (answer.Status == 200)
        {
            cosigned.Add(history.Head(size));
        }

        return answer.Status == 200;
    }

    private sealed class PowerCutException() : Exception("the power went");
}
