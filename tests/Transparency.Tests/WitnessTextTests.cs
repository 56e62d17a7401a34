using System.Text;
using Broker.Transparency.Tests.Reference;

namespace Broker.Transparency.Tests;

/// <summary>The texts about witnesses, damaged at random: no parser throws, and what it accepts says the same.</summary>
public sealed class WitnessTextTests
{
    [Fact]
    public void Policy_OfTheLongestAndOneByteMore_IsReadAndRefused()
    {
        byte[] Padded(int length) => Encoding.ASCII.GetBytes($"#{new string('x', length - 14)}\nquorum none\n");

        Assert.Equal(WitnessPolicy.MaxLength, Padded(WitnessPolicy.MaxLength).Length);
        Assert.True(WitnessPolicy.TryParse(Padded(WitnessPolicy.MaxLength), out _, out _));
        Assert.False(WitnessPolicy.TryParse(Padded(WitnessPolicy.MaxLength + 1), out _, out var fault));
        Assert.Equal(TrustFileFault.NotText, fault);
    }

    [Fact]
    public void Policy_Damaged_NeverNeedsLessOfItsWitnesses()
    {
        var witnesses = Enumerable.Range(0, 4).Select(i => new PolicyWitness($"w{i}.example")).ToList();
        var good = PolicyWitness.Policy(witnesses, "group a 2 w0.example w1.example w2.example\ngroup b all a w3.example\nquorum b\n").Format();
        var keys = witnesses.Select(w => w.Key.ToString()).ToHashSet(StringComparer.Ordinal);
        var random = new SeededBytes("policies");
        var accepted = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = Encoding.UTF8.GetBytes(good);
            var at = random.Below(bytes.Length);
            byte[] damaged = random.Below(3) switch
            {
                0 => [.. bytes[..at], (byte)random.Below(256), .. bytes[(at + 1)..]],
                1 => [.. bytes[..at], .. bytes[(at + 1)..]],
                _ => [.. bytes[..at], .. random.Next(1), .. bytes[at..]],
            };
            if (WitnessPolicy.TryParse(damaged, out var policy, out _))
            {
                accepted++;
                Assert.Subset(keys, policy.Witnesses.Select(w => w.Key.ToString()).ToHashSet(StringComparer.Ordinal));
                Assert.True(policy.NeedsWitnesses);
                Assert.False(policy.IsMet(new HashSet<string>()));
            }
        }

        Assert.InRange(accepted, 1, 10_000);
    }

    [Fact]
    public void Request_Damaged_IsRefusedOrCanonical()
    {
        var good = new AddCheckpoint(5, Tree300.Leaves[..4], MemoryLog.OfSize(9).Files[TilePath.Checkpoint]).Format();
        var random = new SeededBytes("adds");
        for (var i = 0; i < 20_000; i++)
        {
            var at = random.Below(good.Length);
            byte[] damaged = random.Below(3) == 0 ? good[..at] : [.. good[..at], .. random.Next(random.Below(3)), .. good[Math.Min(good.Length, at + random.Below(3))..]];
            if (AddCheckpoint.TryParse(damaged, out var request))
            {
                Assert.Equal(damaged, request.Format());
            }
        }
    }

    [Fact]
    public void Answer_Damaged_GivesTheLineOrNothing()
    {
        var witness = new PolicyWitness("w.example");
        var text = new Checkpoint(MemoryLog.Origin, new TreeHead(5, Tree300.Root(5))).ToNoteText();
        var line = witness.Cosign(text, 77);
        var good = Encoding.UTF8.GetBytes(new PolicyWitness("other.example").Cosign(text) + line);
        var random = new SeededBytes("answers");
        var taken = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var at = random.Below(good.Length);
            byte[] damaged = random.Below(3) == 0 ? good[..at] : [.. good[..at], .. random.Next(random.Below(3)), .. good[Math.Min(good.Length, at + random.Below(3))..]];
            if (Cosignature.TryTake(damaged, text, witness.Key, TestKey.Verify, out var found, out var time))
            {
                taken++;
                Assert.Equal((line, 77), (found, time));
            }
        }

        Assert.InRange(taken, 1, 19_000);
        Assert.False(Cosignature.TryTake(new byte[Cosignature.MaxAnswerLength + 1], text, witness.Key, TestKey.Verify, out _, out _));
    }
}
