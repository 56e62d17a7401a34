using System.Text;
using Broker.Transparency.Tests.Reference;

namespace Broker.Transparency.Tests;

public sealed class WitnessRulesTests
{
    private static readonly TestKey Log = MemoryLog.LogKey;

    /// <summary>Entries of three logs that share a beginning: the operator's own, and two that it forks off.</summary>
    private static readonly byte[][][] Branches =
    [
        [.. Enumerable.Range(0, 90).Select(i => MemoryLog.Entry(i))],
        [.. Enumerable.Range(0, 90).Select(i => MemoryLog.Entry(i, i < 20 ? "entry" : "fork"))],
        [.. Enumerable.Range(0, 90).Select(i => MemoryLog.Entry(i, i < 57 ? "entry" : "late fork"))],
    ];

    private static readonly Rfc6962Model[] Models = [.. Branches.Select(entries => new Rfc6962Model(entries))];

    [Fact]
    public void Judge_OfDrawnRequests_AnswersAsTheModelThatKnowsTheEntries()
    {
        var random = new SeededBytes("witness");
        var statuses = new Dictionary<int, int>();
        for (var round = 0; round < 60; round++)
        {
            var latest = TreeHead.Empty;
            List<byte[]> cosigned = [];
            for (var step = 0; step < 60; step++)
            {
                var (branch, size) = (random.Below(3), random.Below(2) == 0 ? random.Below(91) : Math.Min(90, cosigned.Count + random.Below(12)));
                var old = random.Below(4) == 0 ? random.Below(91) : cosigned.Count;
                var (proof, root, isTrue) = Offer(random, branch, old, size);
                var checkpoint = new Checkpoint(MemoryLog.Origin, new TreeHead(size, root));
                var request = new AddCheckpoint(old, proof, SignedNote.Sign(checkpoint.ToNoteText(), Log.Signer));
                Assert.True(AddCheckpoint.TryParse(request.Format(), out var read));

                var verdict = WitnessRules.Judge(read, Log.Verifier, latest);

                var isGrown = isTrue && cosigned.Count <= size && Branches[branch].Take(cosigned.Count).Zip(cosigned).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second));
                var expected = old > size ? 400 : old != cosigned.Count ? 409 : isGrown ? 200 : 422;
                Assert.Equal((expected, expected == 200), (verdict.Status, verdict.Cosigns));
                Assert.Equal(expected == 409 ? cosigned.Count : expected == 200 ? size : 0, verdict.LatestSize);
                statuses[expected] = statuses.GetValueOrDefault(expected) + 1;
                if (verdict.Checkpoint is { } kept)
                {
                    Assert.Equal(checkpoint, kept);
                    (latest, cosigned) = (kept.Head, [.. Branches[branch].Take(size)]);
                }
            }
        }

        Assert.All(new[] { 200, 400, 409, 422 }, status => Assert.True(statuses.GetValueOrDefault(status) > 50, $"{status} was hardly drawn"));
    }

    [Fact]
    public void Judge_OfTwoRequestsFromOneSize_CosignsOne()
    {
        for (var size = 21; size <= 90; size++)
        {
            var witness = new TestWitness("w.example");
            Assert.NotEmpty(witness.Ask(Request(0, 0, 20), Log));
            var first = witness.Ask(Request(size % 2, 20, size), Log);
            var second = witness.Ask(Request(1 - (size % 2), 20, size), Log);

            Assert.True(first.Length > 0 && second.Length == 0);
            Assert.Equal(new TreeHead(size, Root(size % 2, size)), witness.Latest);
        }
    }

    [Fact]
    public void Judge_OfTheSameCheckpointAgain_CosignsAgain()
    {
        var witness = new TestWitness("w.example");
        Assert.NotEmpty(witness.Ask(Request(0, 0, 20), Log));
        Assert.NotEmpty(witness.Ask(Request(0, 20, 20), Log));
        Assert.Equal(409, WitnessRules.Judge(Request(0, 0, 20), Log.Verifier, witness.Latest).Status);
    }

    [Fact]
    public void Judge_OfAnOlderDatabasePutBack_TellsTheSizeAndCosignsNothing()
    {
        var witness = new TestWitness("w.example");
        Assert.NotEmpty(witness.Ask(Request(0, 0, 60), Log));
        for (var size = 0; size < 60; size++)
        {
            var verdict = WitnessRules.Judge(Request(0, size, size), Log.Verifier, witness.Latest);
            Assert.Equal((409, 60L), (verdict.Status, verdict.LatestSize));
            Assert.Equal(400, WitnessRules.Judge(Request(0, 60, size, []), Log.Verifier, witness.Latest).Status);
        }
    }

    [Fact]
    public void Judge_OfTheEmptyLog_NeedsTheRootOfNoEntriesAndNoProof()
    {
        Assert.Equal(200, WitnessRules.Judge(Request(0, 0, 0), Log.Verifier, TreeHead.Empty).Status);
        Assert.Equal(422, WitnessRules.Judge(Of(0, [Root(0, 5)], 5, Root(0, 5)), Log.Verifier, TreeHead.Empty).Status);
        Assert.Equal(422, WitnessRules.Judge(Of(0, [], 0, Root(0, 5)), Log.Verifier, TreeHead.Empty).Status);
    }

    [Fact]
    public void Judge_OfAnUnsignedMalformedOrForeignCheckpoint_AnswersAsTheSpecificationSays()
    {
        var text = new Checkpoint(MemoryLog.Origin, new TreeHead(5, Root(0, 5))).ToNoteText();
        var liar = new NoteSigner(Log.Key, (_, signature) => signature.Fill(1));

        Assert.Equal(200, StatusOf(SignedNote.Sign(text, Log.Signer)));
        Assert.Equal(200, StatusOf(SignedNote.Sign(text, new TestKey("stranger.example").Signer, Log.Signer)));
        Assert.Equal(403, StatusOf(SignedNote.Sign(text, new TestKey("stranger.example").Signer)));
        Assert.Equal(403, StatusOf(SignedNote.Sign(text, new TestKey(MemoryLog.Origin, 3).Signer)));
        Assert.Equal(403, StatusOf(SignedNote.Sign(text, liar)));
        Assert.Equal(403, StatusOf(SignedNote.Sign(text, Log.Signer, liar)));
        Assert.Equal(404, StatusOf(SignedNote.Sign(text.Replace(MemoryLog.Origin, "other.example", StringComparison.Ordinal), Log.Signer)));
        Assert.Equal(400, StatusOf(SignedNote.Sign(text + "extension\n", Log.Signer)));
        Assert.Equal(400, StatusOf(SignedNote.Sign(MemoryLog.Origin + "\nnot a checkpoint\n", Log.Signer)));
        Assert.Equal(400, StatusOf(Encoding.UTF8.GetBytes(text)));
        Assert.Equal(400, StatusOf("\n"u8.ToArray()));
        Assert.Equal(400, StatusOf([0xff]));
    }

    [Theory]
    [InlineData("20\n", 20)]
    [InlineData("0\n", 0)]
    [InlineData("9223372036854775807\n", long.MaxValue)]
    [InlineData("9223372036854775808\n", -1)]
    [InlineData("20", -1)]
    [InlineData("020\n", -1)]
    [InlineData("-1\n", -1)]
    [InlineData("20\n\n", -1)]
    [InlineData("20\r\n", -1)]
    [InlineData(" 20\n", -1)]
    [InlineData("\n", -1)]
    [InlineData("", -1)]
    public void Size_OfAnAnswer_HasOneSpelling(string body, long size)
    {
        Assert.Equal(size >= 0, WitnessAnswer.TryParseSize(Encoding.UTF8.GetBytes(body), out var read));
        if (size >= 0)
        {
            Assert.Equal((size, body), (read, Encoding.ASCII.GetString(WitnessAnswer.FormatSize(size))));
        }
    }

    // What the operator sends: the truth; a proof from another branch; a changed proof; a root of another size.
    private static (Hash32[] Proof, Hash32 Root, bool IsTrue) Offer(SeededBytes random, int branch, int old, int size)
    {
        var (proof, root) = (Proof(branch, old, size), Root(branch, size));
        switch (random.Below(8))
        {
            case 0:
                var mutations = ProofMutations.Of(proof).ToList();
                return (mutations[random.Below(mutations.Count)], root, false);
            // From size 0 a witness takes any root: there is nothing yet that it could contradict.
            case 1 when size > 0 && old > 0:
                return (proof, Root(branch, size - 1), false);
            default:
                return (proof, root, true);
        }
    }

    private static Hash32[] Proof(int branch, int old, int size) =>
        old == 0 || old >= size ? [] : [.. Models[branch].Proof(old, size).Select(hash => new Hash32(hash))];

    private static Hash32 Root(int branch, int size) => new(Models[branch].Mth(0, size));

    private static AddCheckpoint Request(int branch, int old, int size) => Request(branch, old, size, Proof(branch, old, size));

    private static AddCheckpoint Request(int branch, int old, int size, Hash32[] proof) => Of(old, proof, size, Root(branch, size));

    private static AddCheckpoint Of(int old, Hash32[] proof, int size, Hash32 root) => new(
        old, proof, SignedNote.Sign($"{MemoryLog.Origin}\n{size}\n{root.ToBase64()}\n", Log.Signer));

    private static int StatusOf(byte[] note) => WitnessRules.Judge(new AddCheckpoint(0, [], note), Log.Verifier, TreeHead.Empty).Status;
}
