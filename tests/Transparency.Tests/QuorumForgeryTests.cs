using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Broker.Transparency.Tests.Reference;

namespace Broker.Transparency.Tests;

/// <summary>An operator who holds the log's key, and some witnesses' lines, and wants a checkpoint taken that two of three witnesses did not cosign.</summary>
public sealed class QuorumForgeryTests
{
    private const long Time = TestWitness.FirstTime;

    private static readonly TestKey Log = MemoryLog.LogKey;
    private static readonly TestWitness First = new("w1.example"), Second = new("w2.example"), Third = new("w3.example");
    private static readonly CheckpointVerifier Verifier = TestWitness.Quorum(Log, 2, First, Second, Third);
    private static readonly Checkpoint Forged = new(MemoryLog.Origin, new TreeHead(20, Tree300.Root(20)));
    private static readonly string Text = Forged.ToNoteText();

    private static readonly Dictionary<string, (Func<string> Lines, LogFault Fault)> Forgeries = new()
    {
        ["no witness"] = (() => "", LogFault.QuorumNotMet),
        ["one of two"] = (() => First.Cosign(Text, Time), LogFault.QuorumNotMet),
        ["one twice"] = (() => First.Cosign(Text, Time) + First.Cosign(Text, Time), LogFault.QuorumNotMet),
        ["one at many times"] = (() => string.Concat(Enumerable.Range(1, 90).Select(i => First.Cosign(Text, Time + i))), LogFault.QuorumNotMet),
        ["strangers"] = (() => string.Concat(Enumerable.Range(1, 50).Select(i => new TestWitness($"stranger{i}.example").Cosign(Text, Time))), LogFault.QuorumNotMet),
        ["one under the name of another"] = (() => First.Cosign(Text, Time) + Line("w2.example", First.Key.Id, BytesOf(First.Cosign(Text, Time))), LogFault.QuorumNotMet),
        ["one under name and id of another"] = (() => First.Cosign(Text, Time) + Line("w2.example", Second.Key.Id, BytesOf(First.Cosign(Text, Time))), LogFault.InvalidSignature),
        ["a key of another of the same name"] = (() => First.Cosign(Text, Time) + Line("w2.example", new CosignerKey("w2.example", Third.Key.PublicKey).Id, BytesOf(Third.Cosign(Text, Time))), LogFault.QuorumNotMet),
        ["of another root"] = (() => First.Cosign(Text, Time) + Second.Cosign((Forged with { Head = new TreeHead(20, Tree300.Root(21)) }).ToNoteText(), Time), LogFault.InvalidSignature),
        ["of another size"] = (() => First.Cosign(Text, Time) + Second.Cosign((Forged with { Head = new TreeHead(19, Tree300.Root(20)) }).ToNoteText(), Time), LogFault.InvalidSignature),
        ["of another origin"] = (() => First.Cosign(Text, Time) + Second.Cosign((Forged with { Origin = "other.example" }).ToNoteText(), Time), LogFault.InvalidSignature),
        ["of another time"] = (() => First.Cosign(Text, Time) + Line(Second, At(Time + 1, BytesOf(Second.Cosign(Text, Time)))), LogFault.InvalidSignature),
        ["without a time"] = (() => First.Cosign(Text, Time) + Line(Second, Signed(Second, "cosignature/v1\ntime 0\n", 0)), LogFault.InvalidSignature),
        ["time of 2^63"] = (() => First.Cosign(Text, Time) + Line(Second, Signed(Second, "cosignature/v1\ntime 9223372036854775808\n", long.MinValue)), LogFault.InvalidSignature),
        ["time of minus 2^63"] = (() => First.Cosign(Text, Time) + Line(Second, Signed(Second, "cosignature/v1\ntime -9223372036854775808\n", long.MinValue)), LogFault.InvalidSignature),
        ["time with a leading zero"] = (() => First.Cosign(Text, Time) + Line(Second, Signed(Second, $"cosignature/v1\ntime 0{Time}\n", Time)), LogFault.InvalidSignature),
        ["of the text alone"] = (() => First.Cosign(Text, Time) + Line(Second, Signed(Second, "", Time)), LogFault.InvalidSignature),
        ["of another version"] = (() => First.Cosign(Text, Time) + Line(Second, Signed(Second, $"cosignature/v2\ntime {Time}\n", Time)), LogFault.InvalidSignature),
        ["a byte short"] = (() => First.Cosign(Text, Time) + Line(Second, BytesOf(Second.Cosign(Text, Time))[..^1]), LogFault.InvalidSignature),
        ["a byte long"] = (() => First.Cosign(Text, Time) + Line(Second, [.. BytesOf(Second.Cosign(Text, Time)), 0]), LogFault.InvalidSignature),
        ["a plain note signature in its place"] = (() => First.Cosign(Text, Time) + Line(Second, Signed(Second, "", Time)[8..]), LogFault.InvalidSignature),
        ["the witness's bytes as a key that signs notes"] = (() => First.Cosign(Text, Time) + Line("w2.example", NoteId(Second), Signed(Second, "", Time)[8..]), LogFault.QuorumNotMet),
        ["the log's key as a cosigner"] = (() => First.Cosign(Text, Time) + Line(MemoryLog.Origin, new CosignerKey(MemoryLog.Origin, Log.Key.PublicKey).Id, BytesOf(First.Cosign(Text, Time))), LogFault.QuorumNotMet),
        ["the log's id on a cosignature"] = (() => First.Cosign(Text, Time) + Line(MemoryLog.Origin, Log.Key.Id, BytesOf(First.Cosign(Text, Time))), LogFault.InvalidSignature),
        ["two good ones and a wrong one"] = (() => First.Cosign(Text, Time) + Second.Cosign(Text, Time) + Line(Third, At(Time + 1, BytesOf(Third.Cosign(Text, Time)))), LogFault.InvalidSignature),
        ["a good and a wrong one of the same"] = (() => First.Cosign(Text, Time) + Second.Cosign(Text, Time) + Line(First, At(Time + 1, BytesOf(First.Cosign(Text, Time)))), LogFault.InvalidSignature),
        ["more lines than a note may have"] = (() => string.Concat(Enumerable.Range(1, 100).Select(i => First.Cosign(Text, Time + i))) + Second.Cosign(Text, Time), LogFault.CheckpointMalformed),
    };

    public static TheoryData<string> Names() => [.. Forgeries.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Checkpoint_WithoutItsQuorum_IsRefused(string name)
    {
        var (lines, expected) = Forgeries[name];
        var note = Under(Forged.Sign(Log.Signer), lines());

        Assert.False(Verifier.TryOpen(note, out var checkpoint, out var fault));

        Assert.Equal((null, expected), (checkpoint, fault));
    }

    [Fact]
    public void Checkpoint_ThatWitnessesCosignedAndTheLogDidNotSign_IsRefused()
    {
        var lines = First.Cosign(Text, Time) + Second.Cosign(Text, Time) + Third.Cosign(Text, Time);
        Assert.False(Verifier.TryOpen(Encoding.UTF8.GetBytes($"{Text}\n{lines}"), out _, out var fault));
        Assert.Equal(LogFault.NoTrustedSignature, fault);
        Assert.False(Verifier.TryOpen(Under(Forged.Sign(new TestKey(MemoryLog.Origin, 9).Signer), lines), out _, out fault));
        Assert.Equal(LogFault.NoTrustedSignature, fault);
    }

    [Fact]
    public void Checkpoint_WithItsQuorum_IsTakenWhateverStrangersAddAndInAnyOrder()
    {
        var stranger = new TestWitness("stranger.example").Cosign("another text\n", Time);
        string[] lines = [Third.Cosign(Text, Time + 5), stranger, First.Cosign(Text, Time), First.Cosign(Text, Time + 2)];
        foreach (var order in new[] { lines, [.. lines.Reverse()] })
        {
            var note = Under(Forged.Sign(Log.Signer), string.Concat(order));
            Assert.True(Verifier.TryOpen(note, out var checkpoint, out var fault), fault.ToString());
            Assert.Equal(Forged, checkpoint);
            Assert.Equal([("w1.example", Time + 2), ("w3.example", Time + 5)], Verifier.Cosigners(note).Select(one => (one.Witness.Name, one.Time)));
        }
    }

    [Fact]
    public void Policy_OfNoWitness_StillRefusesAWrongSignatureOfOneThatItNames()
    {
        Assert.True(WitnessPolicy.TryParse(Encoding.UTF8.GetBytes($"witness w1 {First.Key}\nquorum none\n"), out var policy, out _));
        var log = new CheckpointVerifier(Log.Key, policy, TestKey.Verify);

        Assert.True(log.TryOpen(Forged.Sign(Log.Signer), out _, out _));
        Assert.False(log.TryOpen(Under(Forged.Sign(Log.Signer), Line(First, At(Time + 1, BytesOf(First.Cosign(Text, Time))))), out _, out var fault));
        Assert.Equal(LogFault.InvalidSignature, fault);
    }

    [Fact]
    public void Answer_WithTheLineOfAKnownWitness_GivesThatLineAlone()
    {
        var own = First.Cosign(Text, Time);
        var answer = Encoding.UTF8.GetBytes(new TestWitness("stranger.example").Cosign(Text, Time) + own + Second.Cosign("another text\n", Time));

        Assert.True(Cosignature.TryTake(answer, Text, First.Key, TestKey.Verify, out var line, out var time));
        Assert.Equal((own, Time), (line, time));
        Assert.False(Cosignature.TryTake(answer, Text, Second.Key, TestKey.Verify, out _, out _));
        Assert.False(Cosignature.TryTake(answer, Text, Third.Key, TestKey.Verify, out _, out _));
        Assert.False(Cosignature.TryTake(answer.AsSpan()[..^1], Text, First.Key, TestKey.Verify, out _, out _));
        Assert.False(Cosignature.TryTake([], Text, First.Key, TestKey.Verify, out _, out _));
        Assert.False(Cosignature.TryTake([.. answer, (byte)'\n'], Text, First.Key, TestKey.Verify, out _, out _));
    }

    [Fact]
    public void Answer_OverTheLimits_IsRefused()
    {
        var own = First.Cosign(Text, Time);
        var many = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(own, 101)));
        var stranger = Line("stranger.example", 1, new byte[60_000]);

        Assert.False(Cosignature.TryTake(many, Text, First.Key, TestKey.Verify, out _, out _));
        Assert.True(Cosignature.TryTake(many.AsSpan()[..(many.Length / 101 * 100)], Text, First.Key, TestKey.Verify, out _, out _));
        Assert.False(Cosignature.TryTake(Encoding.UTF8.GetBytes(own + stranger), Text, First.Key, TestKey.Verify, out _, out _));
    }

    [Fact]
    public void Key_OfOneKind_IsNotReadAsTheOther()
    {
        Assert.False(CosignerKey.TryParse(Log.Key.ToString(), out _));
        Assert.False(VerifierKey.TryParse(First.Key.ToString(), out _));
        Assert.True(CosignerKey.TryParse(First.Key.ToString(), out var key));
        Assert.Equal((First.Key.Name, First.Key.Id, First.Key.ToString()), (key.Name, key.Id, key.ToString()));
    }

    [Fact]
    public void Cosignature_WithoutATime_IsTheCallersBug() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => First.Cosign(Text, 0));

    private static byte[] Under(byte[] note, string lines) => [.. note, .. Encoding.UTF8.GetBytes(lines)];

    private static string Line(TestWitness witness, byte[] bytes) => Line(witness.Key.Name, witness.Key.Id, bytes);

    private static string Line(string name, uint id, byte[] bytes) => new NoteSignature(name, id, bytes).ToString() + '\n';

    private static byte[] BytesOf(string line)
    {
        Assert.True(NoteSignature.TryParse(line[..^1], out var signature));
        return signature.Signature;
    }

    private static byte[] At(long time, byte[] cosignature)
    {
        var changed = cosignature.ToArray();
        BinaryPrimitives.WriteInt64BigEndian(changed, time);
        return changed;
    }

    private static byte[] Signed(TestWitness witness, string head, long time) =>
        At(time, [.. new byte[8], .. HMACSHA512.HashData(witness.Key.PublicKey, Encoding.UTF8.GetBytes(head + Text))]);

    private static uint NoteId(TestWitness witness) => new VerifierKey(witness.Key.Name, witness.Key.PublicKey).Id;
}
