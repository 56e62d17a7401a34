using Broker.Transparency.Tests.Reference;

namespace Broker.Transparency.Tests;

/// <summary>What a witness decides, against a slow model of C2SP tlog-witness and against the log's own operator.</summary>
public sealed class WitnessModelTests
{
    private const int Requests = 10_000;
    private const int Longest = 48;

    /// <summary>Two histories that part after some entries.</summary>
    private sealed class Histories
    {
        internal Histories(int common)
        {
            Common = common;
            Real = new Rfc6962Model([.. Enumerable.Range(0, Longest).Select(i => MemoryLog.Entry(i))]);
            Fork = new Rfc6962Model([.. Enumerable.Range(0, Longest).Select(i => MemoryLog.Entry(i, i < common ? "entry" : "fork"))]);
        }

        internal int Common { get; }

        internal Rfc6962Model Real { get; }

        internal Rfc6962Model Fork { get; }

        internal Rfc6962Model Any(SeededBytes random) => random.Below(2) == 0 ? Real : Fork;
    }

    private static Hash32 Root(Rfc6962Model model, int size) => new(model.Mth(0, size));

    private static Hash32[] Proof(Rfc6962Model model, int from, int to) => from == 0 || from > to ? [] : [.. model.Proof(from, to).Select(hash => new Hash32(hash))];

    private static byte[] Note(TreeHead head) => new Checkpoint(MemoryLog.Origin, head).Sign(MemoryLog.LogKey.Signer);

    [Fact]
    public void Verdict_OfTenThousandRequests_IsTheModels()
    {
        var random = new SeededBytes("requests");
        var histories = new Histories(20);
        var statuses = new Dictionary<int, int>();
        for (var i = 0; i < Requests; i++)
        {
            var latest = Latest(histories, random);
            var made = Made.Of(histories, latest, random);
            Assert.True(AddCheckpoint.TryParse(made.Request.Format(), out var request));

            var verdict = WitnessRules.Judge(request, MemoryLog.LogKey.Verifier, latest);

            Assert.Equal((made.Model(latest), made.Model(latest) == 200), (verdict.Status, verdict.Cosigns));
            Assert.True(!verdict.Cosigns || verdict.Checkpoint!.Head == made.Head);
            Assert.True(verdict.Status != 409 || verdict.LatestSize == latest.Size);
            statuses[verdict.Status] = statuses.GetValueOrDefault(verdict.Status) + 1;
        }

        Assert.Equal([200, 400, 403, 404, 409, 422], statuses.Keys.Order());
        Assert.All(statuses.Values, count => Assert.True(count >= Requests / 40, string.Join(' ', statuses)));
    }

    private static TreeHead Latest(Histories histories, SeededBytes random)
    {
        var size = random.Below(4) == 0 ? 0 : random.Below(Longest + 1);
        return new TreeHead(size, Root(histories.Any(random), size));
    }

    /// <summary>A request and what went into it, so that the model need not read it.</summary>
    private sealed record Made(AddCheckpoint Request, TreeHead Head, bool IsOurs, bool IsNote, bool IsSigned)
    {
        internal static Made Of(Histories histories, TreeHead latest, SeededBytes random)
        {
            var source = histories.Any(random);
            var size = random.Below(12) == 0 ? 0 : random.Below(5) == 0 ? (int)latest.Size : random.Below(4) == 0 ? random.Below(Longest + 1) : (int)latest.Size + random.Below(Longest + 1 - (int)latest.Size);
            var head = new TreeHead(size, random.Below(12) == 0 ? new Hash32(random.Next(32)) : Root(source, size));
            var old = random.Below(6) == 0 ? random.Below(Longest + 1) : (int)latest.Size;
            var proof = random.Below(8) == 0 ? Mutated(Proof(source, old, size), random) : Proof(source, old, size);
            var origin = random.Below(20) == 0 ? "other.example" : MemoryLog.Origin;
            var text = new Checkpoint(origin, head).ToNoteText();
            var kind = random.Below(24);
            var note = kind switch
            {
                0 => SignedNote.Sign(text, new TestKey(origin, 9).Signer),
                1 => SignedNote.Sign(text, new NoteSigner(MemoryLog.LogKey.Key, (_, signature) => signature.Fill(7))),
                2 => [.. Note(new Checkpoint(origin, head)), .. System.Text.Encoding.UTF8.GetBytes(new PolicyWitness("w.example").Cosign("another\n"))],
                3 => System.Text.Encoding.UTF8.GetBytes(text),
                _ => Note(new Checkpoint(origin, head)),
            };
            return new Made(new AddCheckpoint(old, proof, note), head, origin == MemoryLog.Origin, kind != 3, kind is not (0 or 1));
        }

        // Signed by our log's key whatever the origin says.
        private static byte[] Note(Checkpoint checkpoint) => SignedNote.Sign(checkpoint.ToNoteText(), MemoryLog.LogKey.Signer);

        private static Hash32[] Mutated(Hash32[] proof, SeededBytes random)
        {
            var all = ProofMutations.Of(proof).ToList();
            return all[random.Below(all.Count)];
        }

        /// <summary>C2SP tlog-witness, one sentence after the other.</summary>
        internal int Model(TreeHead latest)
        {
            if (!IsOurs)
            {
                return 404;
            }

            if (!IsNote)
            {
                return 400;
            }

            if (!IsSigned)
            {
                return 403;
            }

            if (Request.OldSize > Head.Size)
            {
                return 400;
            }

            return Request.OldSize != latest.Size ? 409 : Extends(latest) ? 200 : 422;
        }

        private bool Extends(TreeHead latest)
        {
            var proof = Request.Proof.Select(hash => hash.ToArray()).ToList();
            if (Head.Size == 0 || latest.Size == 0)
            {
                return proof.Count == 0 && (Head.Size > 0 || Head.Root == MerkleHash.Empty);
            }

            return Rfc6962Model.RootsOfSubproof(latest.Size, Head.Size, true, latest.Root.ToArray(), proof) is { } roots
                && new Hash32(roots.Old) == latest.Root && new Hash32(roots.New) == Head.Root;
        }
    }

    [Fact]
    public void Operator_WhoRollsBackForksAndSkips_GetsOneHistoryCosigned()
    {
        var (cosigned, refused) = (0, 0);
        for (var round = 0; round < 200; round++)
        {
            var random = new SeededBytes($"operator {round}");
            var histories = new Histories(random.Below(Longest));
            var witness = new PolicyWitness("w.example");
            var seen = new List<TreeHead> { TreeHead.Empty };
            for (var move = 0; move < 60; move++)
            {
                if (witness.Answer(Attempt(histories, witness.Latest, random), out _) == 200)
                {
                    seen.Add(witness.Latest);
                    cosigned++;
                }
                else
                {
                    Assert.Equal(seen[^1], witness.Latest);
                    refused++;
                }
            }

            // Sizes never go back, and there is one history that all the cosigned heads are of.
            Assert.Equal(seen.Select(head => head.Size).Order(), seen.Select(head => head.Size));
            Assert.Contains(new[] { histories.Real, histories.Fork }, model => seen.TrueForAll(head => head.Root == Root(model, (int)head.Size)));
        }

        Assert.True(cosigned > 1_000 && refused > 5_000, $"{cosigned} {refused}");
    }

    private static AddCheckpoint Attempt(Histories histories, TreeHead latest, SeededBytes random)
    {
        var (shown, proven) = (histories.Any(random), histories.Any(random));
        var size = random.Below(2) == 0 ? Math.Min(Longest, (int)latest.Size + random.Below(3)) : random.Below(Longest + 1);
        var old = random.Below(3) == 0 ? random.Below(size + 1) : (int)latest.Size;
        var from = random.Below(4) == 0 ? random.Below(size + 1) : old;
        return new AddCheckpoint(old, Proof(proven, from, size), Note(new TreeHead(size, Root(shown, size))));
    }

    [Fact]
    public void Adds_TwoWithOneOldSize_OneIsCosignedAndTheOtherToldTheSize()
    {
        var histories = new Histories(20);
        var witness = new PolicyWitness("w.example");
        Assert.Equal(200, witness.Answer(Add(histories.Real, 0, 10), out _));
        foreach (var (first, second) in new[] { (30, 25), (31, 40), (40, 41) })
        {
            var from = (int)witness.Latest.Size;
            var (one, other) = (Add(histories.Real, from, first), Add(histories.Fork, from, second));
            Assert.Equal(200, witness.Answer(one, out var line));
            Assert.NotEmpty(line);
            Assert.Equal(409, witness.Answer(other, out line));
            Assert.Equal((first, ""), ((int)witness.Latest.Size, line));
            Assert.Equal(first, WitnessRules.Judge(other, MemoryLog.LogKey.Verifier, witness.Latest).LatestSize);
        }
    }

    private static AddCheckpoint Add(Rfc6962Model model, int from, int to) => new(from, Proof(model, from, to), Note(new TreeHead(to, Root(model, to))));

    [Fact]
    public void Request_OverTheLimits_IsRefusedBeforeAnySignatureIsVerified()
    {
        var never = new NoteVerifier(MemoryLog.LogKey.Key, (_, _, _) => throw new InvalidOperationException("verified"));
        var note = Note(new TreeHead(5, Tree300.Root(5)));
        var many = string.Concat(Enumerable.Repeat(new PolicyWitness("w.example").Cosign("text\n"), SignedNote.MaxSignatures));
        var tooMany = new AddCheckpoint(0, [], (byte[])[.. note, .. System.Text.Encoding.UTF8.GetBytes(many)]);

        Assert.Equal(400, WitnessRules.Judge(tooMany, never, TreeHead.Empty).Status);
        Assert.Equal(404, WitnessRules.Judge(tooMany, new NoteVerifier(new TestKey("other.example").Key, (_, _, _) => throw new InvalidOperationException("verified")), TreeHead.Empty).Status);
        Assert.False(AddCheckpoint.TryParse(new byte[AddCheckpoint.MaxLength + 1], out _));
        Assert.False(AddCheckpoint.TryParse(new AddCheckpoint(0, [], new byte[AddCheckpoint.MaxLength]).Format(), out _));
        Assert.Equal(400, WitnessRules.Judge(new AddCheckpoint(0, [], default), never, TreeHead.Empty).Status);
        Assert.Equal(400, WitnessRules.Judge(new AddCheckpoint(0, [], new byte[] { 0xff, 10 }), never, TreeHead.Empty).Status);
    }
}
