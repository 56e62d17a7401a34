using System.Text;
using Broker.Transparency.Tests.Reference;

namespace Broker.Transparency.Tests;

/// <summary>Logs whose checkpoints witnesses cosign by the rules: clean ones raise no alarm, and an operator who changes one finds nobody to cosign it.</summary>
public sealed class WitnessedLogTests
{
    private const int Logs = 1_000;
    private const int Rounds = 100;

    [Fact]
    public void Check_OfAThousandCleanLogsGrownInBatches_RaisesNoAlarm()
    {
        var (witnessed, kept) = (0, 0);
        for (var i = 0; i < Logs; i++)
        {
            var random = new SeededBytes($"witnessed {i}");
            var witnesses = Enumerable.Range(0, random.Below(5)).Select(n => new PolicyWitness($"w{n}.example")).ToList();
            var needed = witnesses.Count == 0 ? 0 : 1 + random.Below(witnesses.Count);
            var trusted = new CheckpointVerifier(MemoryLog.LogKey.Key, Policy(witnesses, needed), TestKey.Verify);
            var log = new MemoryLog();
            TreeHead? earlier = null;
            for (var batch = 1 + random.Below(6); batch > 0; batch--)
            {
                Grow(log, random);
                Publish(log, Chosen(witnesses, needed, random));

                var report = LogVerification.Check(log.Read, trusted, earlier);

                Assert.Equal((LogFault.None, log.Head.Size, log.Head), (report.Fault, report.Entries, report.Checkpoint!.Head));
                kept += earlier is null ? 0 : 1;
                earlier = random.Below(2) == 0 ? log.Head : earlier;
            }

            witnessed += needed > 0 ? 1 : 0;
        }

        Assert.True(witnessed is > Logs / 2 and < Logs && kept > Logs / 2, $"{witnessed} {kept}");
    }

    [Theory]
    [InlineData(LogAttackTests.Attack.Edit)]
    [InlineData(LogAttackTests.Attack.Delete)]
    [InlineData(LogAttackTests.Attack.Insert)]
    [InlineData(LogAttackTests.Attack.Reorder)]
    [InlineData(LogAttackTests.Attack.Truncate)]
    [InlineData(LogAttackTests.Attack.Fork)]
    [InlineData(LogAttackTests.Attack.Replay)]
    public void Attack_ByTheOperatorWithTheKey_IsCaughtByAReaderWhoKeptNothing(LogAttackTests.Attack attack)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var random = new SeededBytes($"witnessed {attack} {round}");
            var witnesses = Enumerable.Range(0, 3).Select(n => new PolicyWitness($"w{n}.example")).ToList();
            var trusted = new CheckpointVerifier(MemoryLog.LogKey.Key, Policy(witnesses, 2), TestKey.Verify);
            var log = MemoryLog.OfSize(2 + random.Below(600));
            Publish(log, witnesses);
            Assert.True(LogVerification.Check(log.Read, trusted).IsClean);
            var forged = MemoryLog.Of(LogAttackTests.Change(log.Entries, attack, random));
            var (signed, lines) = (log.Files[TilePath.Checkpoint], forged.Files[TilePath.Checkpoint]);

            // The operator signs the forged tree and asks each witness in every way that there is; one of them is his own.
            var bought = witnesses[0].Cosign(new Checkpoint(MemoryLog.Origin, forged.Head).ToNoteText());
            Assert.All(witnesses, witness => Assert.All(Requests(log, forged), request => Assert.NotEqual(200, witness.Answer(request, out _))));
            Assert.Equal(LogFault.QuorumNotMet, Fault(forged, trusted, lines));
            Assert.Equal(LogFault.QuorumNotMet, Fault(forged, trusted, [.. lines, .. Encoding.UTF8.GetBytes(bought)]));

            // The lines of the real checkpoint under the forged one, and the real checkpoint over the forged files.
            var real = Encoding.UTF8.GetString(signed).Split('\n')[^4..];
            Assert.Equal(LogFault.InvalidSignature, Fault(forged, trusted, [.. lines, .. Encoding.UTF8.GetBytes(string.Join('\n', real))]));
            Assert.NotEqual(LogFault.None, Fault(forged, trusted, signed));
        }
    }

    private static LogFault Fault(MemoryLog forged, CheckpointVerifier trusted, byte[] checkpoint) =>
        LogVerification.Check(path => path == TilePath.Checkpoint ? checkpoint : forged.Read(path), trusted).Fault;

    private static IEnumerable<AddCheckpoint> Requests(MemoryLog log, MemoryLog forged)
    {
        var note = forged.Files[TilePath.Checkpoint];
        var (kept, size) = (log.Head.Size, forged.Head.Size);
        yield return new AddCheckpoint(0, [], note);
        yield return new AddCheckpoint(kept, [], note);
        yield return new AddCheckpoint(size, [], note);
        yield return new AddCheckpoint(kept, Proof(forged, Math.Min(kept, size)), note);
        yield return new AddCheckpoint(Math.Min(kept, size), Proof(forged, Math.Min(kept, size)), note);
        yield return new AddCheckpoint(kept, Proof(log, Math.Min(kept, size)), note);
        yield return new AddCheckpoint(size - 1, Proof(forged, Math.Max(0, size - 1)), note);
    }

    private static Hash32[] Proof(MemoryLog log, long from)
    {
        if (from > log.Head.Size || !TileHashReader.TryOpen(log.Head, log.Read, out var reader, out _))
        {
            return [];
        }

        return Consistency.Build(from, log.Head.Size, reader.Read);
    }

    private static WitnessPolicy Policy(List<PolicyWitness> witnesses, int needed) => needed == 0
        ? WitnessPolicy.None
        : PolicyWitness.Policy(witnesses, $"group g {needed} {string.Join(' ', witnesses.Select(w => w.Key.Name))}\nquorum g\n");

    private static void Grow(MemoryLog log, SeededBytes random) =>
        log.Append([.. Enumerable.Range(0, random.Below(7) == 0 ? 0 : random.Below(120)).Select(_ => random.Next(random.Below(60)))]);

    /// <summary>At least as many as are needed, others than last time.</summary>
    private static List<PolicyWitness> Chosen(List<PolicyWitness> witnesses, int needed, SeededBytes random)
    {
        var chosen = witnesses.ToList();
        while (chosen.Count > needed && random.Below(3) > 0)
        {
            chosen.RemoveAt(random.Below(chosen.Count));
        }

        return chosen;
    }

    /// <summary>Each witness is asked from the size that it says, with a proof out of the tiles, as the log's courier does.</summary>
    private static void Publish(MemoryLog log, List<PolicyWitness> witnesses)
    {
        var signed = log.Files[TilePath.Checkpoint];
        var text = new Checkpoint(MemoryLog.Origin, log.Head).ToNoteText();
        var lines = new StringBuilder();
        foreach (var witness in witnesses)
        {
            var body = new AddCheckpoint(witness.Latest.Size, Proof(log, witness.Latest.Size), signed).Format();
            Assert.True(AddCheckpoint.TryParse(body, out var request));
            Assert.Equal(200, witness.Answer(request, out var answer));
            Assert.True(Cosignature.TryTake(Encoding.UTF8.GetBytes(answer), text, witness.Key, TestKey.Verify, out var line, out _));
            lines.Append(line);
        }

        log.Files[TilePath.Checkpoint] = [.. signed, .. Encoding.UTF8.GetBytes(lines.ToString())];
    }
}
