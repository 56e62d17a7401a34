using System.Text;
using Broker.Transparency.Tests.Reference;

namespace Broker.Transparency.Tests;

/// <summary>Whoever has some witnesses' cosignatures, and anything else that he likes to write under a checkpoint, gets no further than those witnesses.</summary>
public sealed class WitnessQuorumTests
{
    private const int Rounds = 1_000;

    private static readonly Checkpoint Five = new(MemoryLog.Origin, new TreeHead(5, Tree300.Root(5)));
    private static readonly string Text = Five.ToNoteText();
    private static readonly string Signed = Encoding.UTF8.GetString(Five.Sign(MemoryLog.LogKey.Signer));
    private static readonly PolicyWitness[] Witnesses = [.. Enumerable.Range(0, 7).Select(i => new PolicyWitness($"w{i}.example"))];

    [Fact]
    public void Quorum_OfAnyTreeOfGroups_IsWhatTheModelCounts()
    {
        var random = new SeededBytes("groups");
        var (met, unmet) = (0, 0);
        for (var round = 0; round < 300; round++)
        {
            var (policy, model) = RandomPolicy(random);
            for (var set = 0; set < 1 << Witnesses.Length; set++)
            {
                var names = Enumerable.Range(0, Witnesses.Length).Where(i => (set & (1 << i)) != 0).Select(i => Witnesses[i].Key.Name).ToHashSet(StringComparer.Ordinal);
                Assert.Equal(model(names), policy.IsMet(names));
                (met, unmet) = model(names) ? (met + 1, unmet) : (met, unmet + 1);
            }
        }

        Assert.True(met > 5_000 && unmet > 5_000, $"{met} {unmet}");
    }

    [Fact]
    public void Forger_WithTheLogsKeyAndTooFewWitnesses_NeverHasAQuorum()
    {
        var random = new SeededBytes("forger");
        var refused = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var (policy, model) = RandomPolicy(random);
            var honest = Witnesses.Where(_ => random.Below(2) == 0).ToList();
            var names = honest.Select(w => w.Key.Name).ToHashSet(StringComparer.Ordinal);
            var forgeries = Enumerable.Range(0, 1 + random.Below(20)).Select(_ => Forgery(random, honest)).ToList();
            var note = Encoding.UTF8.GetBytes(Signed + string.Concat(honest.Select(w => w.Cosign(Text))) + string.Concat(forgeries));

            var isOpen = new CheckpointVerifier(MemoryLog.LogKey.Key, policy, TestKey.Verify).TryOpen(note, out _, out var fault);

            // A forgery in a witness's own name spoils the note; the others are passed over.
            Assert.True(!isOpen || model(names));
            Assert.Contains(fault, new[] { LogFault.None, LogFault.InvalidSignature, LogFault.QuorumNotMet });
            refused += isOpen ? 0 : 1;
        }

        Assert.InRange(refused, Rounds / 2, Rounds - 1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(63)]
    [InlineData(71)]
    [InlineData(73)]
    [InlineData(2_428)]
    public void Cosignature_OfAnotherLength_SpoilsTheNote(int length)
    {
        var bytes = Witnesses[0].Bytes(Text);
        var line = PolicyWitness.Line(Witnesses[0].Key.Name, Witnesses[0].Key.Id, [.. bytes.Concat(new byte[2_428]).Take(length)]);
        var policy = PolicyWitness.Policy(Witnesses, "quorum none\n");

        // A line with no signature at all is no signature line.
        var expected = length == 0 ? LogFault.CheckpointMalformed : LogFault.InvalidSignature;
        Assert.Equal(expected, FaultOf(policy, Signed + line));
    }

    [Fact]
    public void Cosignature_WithAnyByteOfTheCheckpointTimeOrSignatureChanged_SpoilsTheNote()
    {
        var policy = PolicyWitness.Policy(Witnesses, $"quorum {Witnesses[0].Key.Name}\n");
        var bytes = Witnesses[0].Bytes(Text, 1_679_315_147);
        Assert.Equal(LogFault.None, FaultOf(policy, Signed + PolicyWitness.Line(Witnesses[0].Key.Name, Witnesses[0].Key.Id, bytes)));
        for (var i = 0; i < bytes.Length * 8; i++)
        {
            var changed = (byte[])bytes.Clone();
            changed[i / 8] ^= (byte)(1 << (i % 8));
            Assert.Equal(LogFault.InvalidSignature, FaultOf(policy, Signed + PolicyWitness.Line(Witnesses[0].Key.Name, Witnesses[0].Key.Id, changed)));
        }
    }

    [Fact]
    public void Keys_OfLogsAndWitnesses_AreNeverEachOther()
    {
        var key = new CosignerKey(MemoryLog.Origin, MemoryLog.LogKey.Key.PublicKey);
        Assert.NotEqual(MemoryLog.LogKey.Key.Id, key.Id);
        Assert.False(VerifierKey.TryParse(key.ToString(), out _));
        Assert.False(CosignerKey.TryParse(MemoryLog.LogKey.Key.ToString(), out _));

        // The log cosigns for itself: its own key is no witness unless the policy says so, and its cosignature is no signature.
        var cosigned = $"{Text}\n{new PolicyWitness(MemoryLog.Origin).Cosign(Text)}";
        Assert.Equal(LogFault.NoTrustedSignature, FaultOf(WitnessPolicy.None, cosigned));
    }

    [Fact]
    public void Cosigning_AtATimeThatIsNone_IsTheCallersBug()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Witnesses[0].Cosign(Text, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Witnesses[0].Cosign(Text, -1));
        Assert.Equal(1_679_315_147, CosignerTime(Witnesses[0].Cosign(Text, 1_679_315_147)));
        Assert.Equal(long.MaxValue, CosignerTime(Witnesses[0].Cosign(Text, long.MaxValue)));
    }

    private static long CosignerTime(string line)
    {
        var log = new CheckpointVerifier(MemoryLog.LogKey.Key, PolicyWitness.Policy(Witnesses, "quorum none\n"), TestKey.Verify);
        return Assert.Single(log.Cosigners(Encoding.UTF8.GetBytes(Signed + line))).Time;
    }

    private static LogFault FaultOf(WitnessPolicy policy, string note)
    {
        var isOpen = new CheckpointVerifier(MemoryLog.LogKey.Key, policy, TestKey.Verify).TryOpen(Encoding.UTF8.GetBytes(note), out var checkpoint, out var fault);
        Assert.Equal((fault == LogFault.None, isOpen), (isOpen, checkpoint is not null));
        return fault;
    }

    /// <summary>Groups of groups over all witnesses, each below one group at most, and the same rule as a function.</summary>
    private static (WitnessPolicy Policy, Func<HashSet<string>, bool> Model) RandomPolicy(SeededBytes random)
    {
        var free = Witnesses.Select(w => (w.Key.Name, Rule: (Func<HashSet<string>, bool>)(set => set.Contains(w.Key.Name)))).ToList();
        var rules = new StringBuilder();
        for (var i = 0; free.Count > 1 && random.Below(6) > 0; i++)
        {
            var members = Enumerable.Range(0, 1 + random.Below(free.Count)).Select(_ => Take(free, random)).ToList();
            var needed = 1 + random.Below(members.Count);
            var word = needed == members.Count && random.Below(2) == 0 ? "all" : needed == 1 && random.Below(2) == 0 ? "any" : $"{needed}";
            rules.Append(System.Globalization.CultureInfo.InvariantCulture, $"group g{i} {word} {string.Join(' ', members.Select(m => m.Name))}\n");
            free.Add(($"g{i}", set => members.Sum(m => m.Rule(set) ? 1 : 0) >= needed));
        }

        var (name, rule) = free[^1];
        return (PolicyWitness.Policy(Witnesses, $"{rules}quorum {name}\n"), rule);
    }

    private static T Take<T>(List<T> list, SeededBytes random)
    {
        var at = random.Below(list.Count);
        var taken = list[at];
        list.RemoveAt(at);
        return taken;
    }

    /// <summary>A line by somebody who has what the honest witnesses cosigned, now and before, and keys of his own.</summary>
    private static string Forgery(SeededBytes random, List<PolicyWitness> honest)
    {
        var victim = Witnesses[random.Below(Witnesses.Length)];
        var helper = honest.Count > 0 ? honest[random.Below(honest.Count)] : new PolicyWitness("stranger.example");
        var other = new Checkpoint(MemoryLog.Origin, new TreeHead(4, Tree300.Root(4))).ToNoteText();
        return random.Below(12) switch
        {
            0 => helper.Cosign(Text, 1 + random.Below(1_000)),
            1 => PolicyWitness.Line(victim.Key.Name, helper.Key.Id, helper.Bytes(Text)),
            2 => PolicyWitness.Line(helper.Key.Name, victim.Key.Id, helper.Bytes(Text)),
            3 => new CosignerKey(victim.Key.Name, helper.Key.PublicKey) is var renamed ? PolicyWitness.Line(victim.Key.Name, renamed.Id, helper.Bytes(Text)) : "",
            4 => new PolicyWitness(victim.Key.Name, 1).Cosign(Text),
            5 => new PolicyWitness($"w{7 + random.Below(90)}.example").Cosign(Text),
            6 => new PolicyWitness(MemoryLog.Origin).Cosign(Text),
            7 => Encoding.UTF8.GetString(SignedNote.Sign(Text, new TestKey(victim.Key.Name).Signer))[(Text.Length + 1)..],
            8 => random.Below(4) > 0 ? "" : PolicyWitness.Line(victim.Key.Name, victim.Key.Id, helper.Key == victim.Key ? victim.Bytes(other) : helper.Bytes(Text)),
            9 => random.Below(4) > 0 ? "" : victim.Cosign(other),
            10 => random.Below(4) > 0 ? "" : PolicyWitness.Line(victim.Key.Name, victim.Key.Id, random.Next(72)),
            _ => random.Below(4) > 0 ? "" : PolicyWitness.Line(victim.Key.Name, victim.Key.Id, [.. new byte[8], .. random.Next(64)]),
        };
    }
}
