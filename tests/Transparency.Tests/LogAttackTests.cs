using System.Text;
using Broker.Transparency.Tests.Reference;

namespace Broker.Transparency.Tests;

/// <summary>
/// An attacker who may write every file of the log. Without the log's key the checkpoint stays as it was; the operator has the
/// key and signs the new tree, and is caught by a checkpoint that somebody kept.
/// </summary>
public sealed class LogAttackTests
{
    private const int Rounds = 100;

    public enum Attack
    {
        Edit,
        Delete,
        Insert,
        Reorder,
        Truncate,
        Fork,
        Replay,
    }

    [Theory]
    [InlineData(Attack.Edit)]
    [InlineData(Attack.Delete)]
    [InlineData(Attack.Insert)]
    [InlineData(Attack.Reorder)]
    [InlineData(Attack.Truncate)]
    [InlineData(Attack.Fork)]
    [InlineData(Attack.Replay)]
    public void Attack_ByTheOperatorWithTheKey_IsCaughtByAKeptCheckpoint(Attack attack)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var random = new SeededBytes($"operator {attack} {round}");
            var log = MemoryLog.OfSize(2 + random.Below(600));
            var forged = MemoryLog.Of(Change(log.Entries, attack, random));

            var report = forged.Check(log.Head);

            Assert.True(forged.Check().IsClean);
            var expected = forged.Head.Size < log.Head.Size ? LogFault.RolledBack : LogFault.Forked;
            Assert.Equal(expected, report.Fault);
        }
    }

    [Theory]
    [InlineData(Attack.Edit)]
    [InlineData(Attack.Delete)]
    [InlineData(Attack.Insert)]
    [InlineData(Attack.Reorder)]
    [InlineData(Attack.Truncate)]
    [InlineData(Attack.Fork)]
    [InlineData(Attack.Replay)]
    public void Attack_WithoutTheKey_IsCaught(Attack attack)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var random = new SeededBytes($"outsider {attack} {round}");
            var log = MemoryLog.OfSize(2 + random.Below(600));
            var forged = MemoryLog.Of(Change(log.Entries, attack, random));
            forged.Files[TilePath.Checkpoint] = log.Files[TilePath.Checkpoint];

            // The forger has no signature for another tree; all files under the old one are put in place.
            Assert.False(forged.Check().IsClean);
            Assert.False(Mixed(log, forged, random).Check().IsClean);
        }
    }

    [Theory]
    [InlineData(Attack.Edit)]
    [InlineData(Attack.Delete)]
    [InlineData(Attack.Insert)]
    [InlineData(Attack.Reorder)]
    [InlineData(Attack.Truncate)]
    [InlineData(Attack.Fork)]
    [InlineData(Attack.Replay)]
    public void Attack_ByTheOperatorWithTheKey_GetsNoQuorumOfWitnesses(Attack attack)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var random = new SeededBytes($"witnessed {attack} {round}");
            TestWitness[] witnesses = [new("w1.example"), new("w2.example"), new("w3.example")];
            var verifier = TestWitness.Quorum(MemoryLog.LogKey, 2, witnesses);
            var log = MemoryLog.OfSize(2 + random.Below(600));
            log.AskFor(witnesses);
            Assert.True(log.Check(verifier).IsClean);
            var forged = MemoryLog.Of(Change(log.Entries, attack, random));
            var replayed = forged.Copy();

            // No kept checkpoint: the witnesses are asked for another history, and their lines of the true one are put under it.
            forged.AskFor(witnesses);
            var lines = Encoding.UTF8.GetString(log.Files[TilePath.Checkpoint]).Split("\n\n")[1].Split('\n')[1..];
            replayed.Files[TilePath.Checkpoint] = [.. replayed.Files[TilePath.Checkpoint], .. Encoding.UTF8.GetBytes(string.Join('\n', lines))];

            Assert.Equal(LogFault.QuorumNotMet, forged.Check(verifier).Fault);
            Assert.Equal(LogFault.InvalidSignature, replayed.Check(verifier).Fault);
            Assert.All(witnesses, witness => Assert.Equal(log.Head, witness.Latest));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Checkpoint_OfAForgedTree_CannotBeSignedByAnother(int kind)
    {
        var log = MemoryLog.OfSize(40);
        var forged = MemoryLog.OfSize(40, "forged");
        var text = new Checkpoint(MemoryLog.Origin, forged.Head).ToNoteText();
        var stranger = new TestKey(MemoryLog.Origin, 7);
        var liar = new NoteSigner(MemoryLog.LogKey.Key, (_, signature) => signature.Fill(1));
        var signed = Encoding.UTF8.GetString(log.Files[TilePath.Checkpoint]);
        forged.Files[TilePath.Checkpoint] = kind switch
        {
            0 => SignedNote.Sign(text, stranger.Signer),
            1 => SignedNote.Sign(text, liar),
            _ => Encoding.UTF8.GetBytes(text + signed[signed.IndexOf("\n\n", StringComparison.Ordinal)..][1..]),
        };

        Assert.Equal(kind == 0 ? LogFault.NoTrustedSignature : LogFault.InvalidSignature, forged.Check().Fault);
    }

    /// <summary>The real log's files with one kind of the forged ones in their place: only the bundles, or only the tiles.</summary>
    private static MemoryLog Mixed(MemoryLog log, MemoryLog forged, SeededBytes random)
    {
        var mixed = log.Copy();
        var isBundles = random.Below(2) == 0;
        foreach (var path in TilePath.AllOf(log.Head.Size).Where(p => p.IsEntries == isBundles).Select(p => p.ToString()))
        {
            if (forged.Files.TryGetValue(path, out var content))
            {
                mixed.Files[path] = content;
            }
            else
            {
                mixed.Files.Remove(path);
            }
        }

        return mixed;
    }

    internal static List<byte[]> Change(List<byte[]> entries, Attack attack, SeededBytes random)
    {
        var changed = new List<byte[]>(entries);
        var at = random.Below(entries.Count);
        switch (attack)
        {
            case Attack.Edit:
                changed[at] = [.. changed[at], (byte)'!'];
                break;
            case Attack.Delete:
                changed.RemoveAt(at);
                break;
            case Attack.Insert:
                changed.Insert(at, MemoryLog.Entry(at, "inserted"));
                break;
            case Attack.Reorder:
                var other = (at + 1 + random.Below(entries.Count - 1)) % entries.Count;
                (changed[at], changed[other]) = (changed[other], changed[at]);
                break;
            case Attack.Truncate:
                changed.RemoveRange(at, entries.Count - at);
                break;
            case Attack.Fork:
                changed.RemoveRange(at, entries.Count - at);
                changed.AddRange(Enumerable.Range(at, entries.Count - at + random.Below(9)).Select(i => MemoryLog.Entry(i, "fork")));
                break;
            default:
                // An old database is put back and the log goes on from there.
                changed.RemoveRange(at, entries.Count - at);
                changed.AddRange(Enumerable.Range(0, random.Below(2 * entries.Count)).Select(i => MemoryLog.Entry(i, "after replay")));
                break;
        }

        return changed;
    }
}
