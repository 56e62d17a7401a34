using System.Text;
using Broker.Transparency.Tests.Reference;

namespace Broker.Transparency.Tests;

/// <summary>Every parser: damaged input never throws, and what it accepts is the one spelling of its value.</summary>
public sealed class StrictParsingTests
{
    private const int Rounds = 20_000;

    [Fact]
    public void Proof_Damaged_IsRefusedOrCanonical()
    {
        var log = MemoryLog.OfSize(20);
        var good = new TlogProof(3, Tree300.Leaves[..5], log.Files[TilePath.Checkpoint], new byte[] { 1, 2, 3, 4 }).Format();
        AssertCanonical("proof", good, bytes => TlogProof.TryParse(bytes, out var proof) ? proof.Format() : null);
    }

    [Fact]
    public void Checkpoint_Damaged_IsRefusedOrCanonical()
    {
        var good = Encoding.UTF8.GetBytes(new Checkpoint("log.example", new TreeHead(105, Tree300.Root(5))).ToNoteText());
        AssertCanonical("checkpoint", good, bytes =>
            Checkpoint.TryParse(Encoding.Latin1.GetString(bytes), out var c) ? Encoding.Latin1.GetBytes(c.ToNoteText()) : null);
    }

    [Fact]
    public void VerifierKey_Damaged_IsRefused()
    {
        var good = Encoding.UTF8.GetBytes(new TestKey("log.example").Key.ToString());
        var accepted = AssertCanonical("key", good, bytes =>
            VerifierKey.TryParse(Encoding.Latin1.GetString(bytes), out var key) ? Encoding.Latin1.GetBytes(key.ToString()) : null);
        Assert.Equal(0, accepted);
    }

    [Fact]
    public void TilePath_Damaged_IsRefusedOrCanonical() =>
        AssertCanonical("path", "tile/12/x001/x234/067.p/58"u8.ToArray(), bytes =>
            TilePath.TryParse(Encoding.Latin1.GetString(bytes), out var path) ? Encoding.Latin1.GetBytes(path.ToString()) : null);

    [Fact]
    public void Bundle_Damaged_IsRefusedOrCanonical() =>
        AssertCanonical("bundle", Convert.FromHexString("0003aabbcc0000000101000411223344"), bytes =>
            EntryBundle.TryParse(bytes, 4, out var entries) ? EntryBundle.Format(entries) : null);

    [Fact]
    public void Note_Damaged_IsRefused()
    {
        var key = new TestKey("log.example");
        var good = SignedNote.Sign("a text\nof two lines\n", key.Signer);
        var accepted = AssertCanonical("note", good, bytes =>
            SignedNote.TryOpen(bytes, [key.Verifier], out var note, out _) ? SignedNote.Sign(note.Text, key.Signer) : null);
        Assert.Equal(0, accepted);
    }

    [Fact]
    public void CosignerKey_Damaged_IsRefused()
    {
        var good = Encoding.UTF8.GetBytes(new TestWitness("w.example").Key.ToString());
        var accepted = AssertCanonical("cosigner", good, bytes =>
            CosignerKey.TryParse(Encoding.Latin1.GetString(bytes), out var key) ? Encoding.Latin1.GetBytes(key.ToString()) : null);
        Assert.Equal(0, accepted);
    }

    [Fact]
    public void AddCheckpoint_Damaged_IsRefusedOrCanonical()
    {
        var log = MemoryLog.OfSize(20);
        var good = new AddCheckpoint(13, Tree300.Leaves[..4], log.Files[TilePath.Checkpoint]).Format();
        AssertCanonical("add-checkpoint", good, bytes => AddCheckpoint.TryParse(bytes, out var request) ? request.Format() : null);
    }

    [Fact]
    public void Answer_Damaged_GivesTheWitnesssLineOrNothing()
    {
        var witness = new TestWitness("w.example");
        const string text = "log.example\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";
        var own = witness.Cosign(text, TestWitness.FirstTime);
        var good = Encoding.UTF8.GetBytes(own + new TestWitness("other.example").Cosign(text, 1));
        var random = new SeededBytes("answer");
        for (var i = 0; i < Rounds; i++)
        {
            if (Cosignature.TryTake(Damage(good, random), text, witness.Key, TestKey.Verify, out var line, out var time))
            {
                Assert.Equal((own, TestWitness.FirstTime), (line, time));
            }
        }
    }

    [Fact]
    public void TrustFile_Damaged_IsRefused()
    {
        var good = new TrustFile(new TestKey("log.example").Key, new TestKey("identity.example").Key, WitnessPolicy.None).Format();
        Assert.True(TrustFile.TryParse(good, out var whole, out _));
        var random = new SeededBytes("trust");
        var refused = 0;
        for (var i = 0; i < Rounds; i++)
        {
            if (!TrustFile.TryParse(Damage(good, random), out var trust, out _))
            {
                refused++;
                continue;
            }

            // White space, or a line that became a comment: never another key, and never fewer witnesses than before.
            Assert.Equal(whole.Log.ToString(), trust.Log.ToString());
            Assert.True(trust.Identity is null || trust.Identity.ToString() == whole.Identity!.ToString());
            Assert.Equal(whole.Witnesses.Format(), trust.Witnesses.Format());
        }

        Assert.InRange(refused, Rounds / 2, Rounds - 1);
    }

    private static int AssertCanonical(string seed, byte[] good, Func<byte[], byte[]?> parse)
    {
        Assert.Equal(good, parse(good));
        var random = new SeededBytes(seed);
        var accepted = 0;
        for (var i = 0; i < Rounds; i++)
        {
            var damaged = Damage(good, random);
            if (!damaged.AsSpan().SequenceEqual(good) && parse(damaged) is { } again)
            {
                Assert.Equal(damaged, again);
                accepted++;
            }
        }

        return accepted;
    }

    private static byte[] Damage(byte[] good, SeededBytes random)
    {
        var at = random.Below(good.Length);
        var length = Math.Min(good.Length - at, 1 + random.Below(4));
        byte[] inserted = random.Below(3) switch
        {
            0 => random.Next(1 + random.Below(3)),
            1 => [" \n\r\t+-=0/.xAa"u8[random.Below(13)]],
            _ => [good[random.Below(good.Length)]],
        };
        return random.Below(5) switch
        {
            0 => good[..at],
            1 => [.. good[..at], .. good[(at + length)..]],
            2 => [.. good[..at], .. inserted, .. good[at..]],
            3 => [.. good[..at], .. inserted, .. good[(at + 1)..]],
            _ => [.. good[..at], .. good[at..(at + length)], .. good[at..]],
        };
    }
}
