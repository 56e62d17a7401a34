using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Broker.Briefings;
using Broker.Cli;
using Broker.Sealing;
using Broker.Transparency;

namespace Broker.Tests.Cli;

/// <summary>The depositor's side of deposit proofs: what it keeps, what it must not believe, and what it says of a broker that leaves something out.</summary>
public sealed class DepositProofTests : IDisposable
{
    private const string Origin = TestMember.OriginName;
    private const string Live = """{"origin":"broker.test","vault":"unsealed","warnings":[],"calendarNow":"2014-02-01T00:00:00Z","simulated":false,"countries":[]}""";

    private static readonly DateOnly First = new(2014, 1, 30);

    private readonly TestMember broker = new();
    private readonly InstantClock clock = new(); // 2014-02-01

    public void Dispose() => broker.Dispose();

    [Fact]
    public async Task Update_EachDepositProved_KeepsTheProofsAndAsksForThemOnce()
    {
        DepositMark[] marks = [Receive(First), Receive(First), Receive(First.AddDays(1))];
        Log log = new(broker, marks);
        ProofReport report = await UpdateAsync(Answer(log.Line));
        Assert.Equal((3, 0, 0), (report.Proved, report.Waiting, report.Faults.Count));
        Assert.Equal(ExitCodes.Ok, report.ExitCode);

        ProofReport again = await UpdateAsync(new FakeGateway());
        Assert.Equal(3, again.Proved);
        Assert.Equal(3, ReceiptStore.CheckAll(broker.Folder, broker.Trust).Verified);
    }

    [Fact]
    public async Task Update_ProofsPutOff_AreAskedForAgain()
    {
        DepositMark[] marks = [Receive(First), Receive(First.AddDays(1))];
        Log log = new(broker, marks);
        FakeGateway fake = Answer(mark => mark.Day == First ? log.Line(mark) : Line(mark, "later"));
        ProofReport report = await UpdateAsync(Answer(fake, log.Line));
        Assert.Equal(2, report.Proved);
        Assert.Equal(2, fake.Requests.Count);
    }

    [Fact]
    public async Task Update_EveryProofPutOff_EndsAndSaysSo()
    {
        DepositMark mark = Receive(First);
        AssertFault(await UpdateAsync(Answer(one => Line(one, "later"))), mark, "puts off");
    }

    [Fact]
    public async Task Update_OneProofPutOffForEver_HidesNoFaultOfAnother()
    {
        DepositMark[] marks = [Receive(First), Receive(First.AddDays(1))];
        FakeGateway fake = Answer(mark => Line(mark, mark == marks[0] ? "damaged" : "later"));
        ProofReport report = await UpdateAsync(Answer(fake, mark => Line(mark, "later")));
        Assert.Equal(ExitCodes.No, report.ExitCode);
        Assert.Equal(2, report.Faults.Count);
        Assert.Contains(report.Faults, fault => fault.StartsWith($"{marks[0].Record}: the broker says that what it stored is damaged", StringComparison.Ordinal));
        Assert.Contains(report.Faults, fault => fault.StartsWith($"{marks[1].Record}: the broker puts off", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Update_DayNotClosed_Waits()
    {
        Receive(new DateOnly(2014, 1, 31));
        ProofReport report = await UpdateAsync(Answer(mark => Line(mark, "open")).Answer(HttpStatusCode.OK, Live));
        Assert.Equal((0, 1, ExitCodes.Ok), (report.Proved, report.Waiting, report.ExitCode));
    }

    [Fact]
    public async Task Update_BrokerLeavesADepositOut_IsCaughtWhateverItSays()
    {
        DepositMark[] marks = [Receive(First), Receive(First.AddDays(1))];
        Log log = new(broker, [marks[1]]);
        foreach (string word in (string[])["none", "damaged"])
        {
            ProofReport told = await UpdateAsync(Answer(mark => mark == marks[0] ? Line(mark, word) : log.Line(mark)));
            AssertFault(told, marks[0], "");
        }

        // The later day is proved by now: the earlier one can't be open.
        FakeGateway stubborn = Answer(mark => Line(mark, "open"));
        ProofReport report = await UpdateAsync(Answer(stubborn, mark => Line(mark, "open")).Answer(HttpStatusCode.OK, Live));
        AssertFault(report, marks[0], "left out");
    }

    [Fact]
    public async Task Update_DayLongOver_IsNotOpenForEver()
    {
        DepositMark mark = Receive(new DateOnly(2014, 1, 20));
        AssertFault(await UpdateAsync(Answer(one => Line(one, "open")).Answer(HttpStatusCode.OK, Live)), mark, "left out");
        string simulated = Live.Replace("\"simulated\":false", "\"simulated\":true", StringComparison.Ordinal);
        ProofReport trial = await UpdateAsync(Answer(one => Line(one, "open")).Answer(HttpStatusCode.OK, simulated));
        Assert.Equal(ExitCodes.Ok, trial.ExitCode);
        Assert.Contains(trial.Lines(), line => line.Contains("the broker says that its calendar is simulated", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Update_RecordThatTheMemberWithdrew_IsNotAskedForAndNoFault()
    {
        DepositMark mark = Receive(First);
        ReceiptStore.NoteWithdrawal(broker.Folder, mark.Record.ToString(), 7);
        ProofReport report = await UpdateAsync(new FakeGateway());
        Assert.Equal((0, 0, 1, ExitCodes.Ok), (report.Proved, report.Waiting, report.Withdrawn, report.ExitCode));
        Assert.Equal(1, ReceiptStore.CheckAll(broker.Folder, broker.Trust).Verified);
    }

    [Fact]
    public async Task Update_AnswerForOtherRecords_IsAFailure()
    {
        DepositMark mark = Receive(First);
        await Assert.ThrowsAsync<CommandFailure>(() => UpdateAsync(Answer(_ => Line(mark with { Record = new RecordName(1) }, "none"))));
        await Assert.ThrowsAsync<CommandFailure>(() => UpdateAsync(Answer(_ => Line(mark, "surely"))));
    }

    // Each forgery is what a broker could send that did not root the deposit; none is kept and each is told.
    [Theory]
    [InlineData("another record", "another record")]
    [InlineData("another commitment", "another commitment")]
    [InlineData("another day", "another day")]
    [InlineData("a dummy", "not under the root")]
    [InlineData("the leaf of another", "not under the root")]
    [InlineData("the root of another day", "not shown to be in the trusted log")]
    [InlineData("the entry of another day", "malformed: day")]
    [InlineData("a small tree", "malformed")]
    [InlineData("an entry outside of the log", "not shown to be in the trusted log")]
    [InlineData("another log's key", "not shown to be in the trusted log")]
    [InlineData("a release receipt", "malformed: domain")]
    [InlineData("nothing", "not a proof file")]
    public async Task Update_ForgedProof_IsNotKeptAndTold(string forgery, string reason)
    {
        DepositMark own = Receive(First);
        DepositMark other = new(new RecordName(77), Sha256Digest.Of("other"u8), First);
        DepositMark moved = own with { Day = First.AddDays(1) };
        Log log = new(broker, [other, moved]);
        string proof = forgery switch
        {
            "another record" => log.Proof(other),
            "another commitment" => new Log(broker, [own with { Commit = other.Commit }]).Proof(own with { Commit = other.Commit }),
            "another day" => log.Proof(moved),
            "a dummy" => log.Forge(own, log.SomeDummy(First), First),
            "the leaf of another" => log.Forge(own, log.Place(other), First),
            "the root of another day" => log.Forge(own, log.Place(moved), moved.Day, relabel: true),
            "the entry of another day" => log.Forge(own, log.Place(moved), moved.Day, sameDay: false),
            "a small tree" => log.Small(own),
            "an entry outside of the log" => new Log(broker, [own]).ProofUnder(own, log),
            "another log's key" => new Log(broker, [own], broker.Identity).Proof(own),
            "a release receipt" => log.Wrap(First, Encoding.ASCII.GetBytes($"{Origin}/receipt/v1\n")),
            _ => "",
        };

        ProofReport report = await UpdateAsync(Answer(mark => new { record = mark.Record.ToString(), state = "proved", proof }));

        AssertFault(report, own, reason);
        Assert.Null(ReceiptStore.Proof(broker.Folder, own.Record.ToString()));
    }

    [Fact]
    public void Check_TwoRecordsAtOneLeaf_OneOfThemFails()
    {
        DepositMark[] marks = [Receive(First), Receive(First)];
        Log log = new(broker, [marks[0]]);
        Assert.True(Check(log.Proof(marks[0]), marks[0]).Holds);
        Assert.False(Check(log.Forge(marks[1], log.Place(marks[0]), First), marks[1]).Holds);
    }

    [Fact]
    public void Check_EveryByteOfTheProofChanged_NeverHolds()
    {
        DepositMark mark = Receive(First);
        byte[] proof = Encoding.UTF8.GetBytes(new Log(broker, [mark]).Proof(mark));
        for (int i = 0; i < proof.Length; i++)
        {
            proof[i] ^= 1;
            Assert.False(DepositProofVerification.Check(proof, broker.Trust, mark).Holds, $"byte {i}");
            proof[i] ^= 1;
        }

        Assert.True(DepositProofVerification.Check(proof, broker.Trust, mark).Holds);
    }

    [Fact]
    public async Task Check_DamagedOrLoneProofsAndReceipts_AreToldOffline()
    {
        DepositMark[] marks = [Receive(First), Receive(First), Receive(First), Receive(First)];
        Log log = new(broker, marks);
        await UpdateAsync(Answer(log.Line));
        CommandRun run = new(() => throw new InvalidOperationException("no server may be asked"), clock);
        string ok = await run.OkAsync("receipts", "check", "--member", broker.Folder.Path);
        Assert.Contains("4 deposits are proved by the log", ok, StringComparison.Ordinal);

        string[] records = [.. marks.Select(mark => mark.Record.ToString())];
        ReceiptStore.KeepProof(broker.Folder, records[0], Encoding.UTF8.GetBytes(log.Proof(marks[1])));
        File.Delete(Path.Combine(broker.Folder.Receipts, records[1]));
        File.WriteAllText(Path.Combine(broker.Folder.Receipts, records[2]), "x");
        (int code, string output, _) = await run.RunAsync("receipts", "check", "--member", broker.Folder.Path);
        Assert.Equal(ExitCodes.No, code);
        Assert.Contains("1 deposits are proved by the log", output, StringComparison.Ordinal);
        Assert.Contains($"{records[0]}: the kept proof does not hold: it proves another record", output, StringComparison.Ordinal);
        Assert.Contains($"{records[1]}: there is a proof, but not the receipt", output, StringComparison.Ordinal);
        Assert.Contains($"{records[2]}: the receipt does not verify", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task VerifyReceipt_OfADeposit_TellsItFromAReleasesAndChecksItAgainstTheOwnReceipt()
    {
        DepositMark[] marks = [Receive(First), Receive(First)];
        Log log = new(broker, marks);
        using TemporaryFolder folder = new();
        string proof = Write(folder, "proof", Encoding.UTF8.GetBytes(log.Proof(marks[0])));
        string trust = Write(folder, "trust", broker.Trust.Format());
        string own = Path.Combine(broker.Folder.Receipts, marks[0].Record.ToString());
        string others = Path.Combine(broker.Folder.Receipts, marks[1].Record.ToString());
        CommandRun run = new(() => throw new InvalidOperationException("no server may be asked"), clock);

        Assert.Contains("was deposited for 2014-01-30", await run.OkAsync("verify", "receipt", "--receipt", proof, "--trust", trust), StringComparison.Ordinal);
        await run.OkAsync("verify", "receipt", "--receipt", proof, "--trust", trust, "--deposit", own);
        foreach (string[] wrong in (string[][])[["--deposit", others], ["--deposit", trust], ["--briefing", trust]])
        {
            (int code, string output, _) = await run.RunAsync(["verify", "receipt", "--receipt", proof, "--trust", trust, .. wrong]);
            Assert.Equal(ExitCodes.No, code);
            Assert.StartsWith("the receipt does not hold", output, StringComparison.Ordinal);
        }

        foreach (string[] wrong in (string[][])[[], ["--deposit", own], ["--briefing", own]])
        {
            Assert.Equal(ExitCodes.No, (await run.RunAsync(["verify", "receipt", "--receipt", own, "--trust", trust, .. wrong])).Code);
        }
    }

    private static string Write(TemporaryFolder folder, string name, byte[] content)
    {
        string path = Path.Combine(folder.Path, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    private static void AssertFault(ProofReport report, DepositMark mark, string reason)
    {
        Assert.Equal(ExitCodes.No, report.ExitCode);
        string fault = Assert.Single(report.Faults);
        Assert.StartsWith($"{mark.Record}: ", fault, StringComparison.Ordinal);
        Assert.Contains(reason, fault, StringComparison.Ordinal);
    }

    private DepositProofVerification Check(string proof, DepositMark mark) => DepositProofVerification.Check(Encoding.UTF8.GetBytes(proof), broker.Trust, mark);

    private async Task<ProofReport> UpdateAsync(FakeGateway fake)
    {
        using Member member = broker.Folder.Open();
        CommandContext context = broker.Context(clock, fake);
        using GatewayClient client = new(context, new Uri("http://localhost:5080"));
        return await new ProofDesk(context, client, member).UpdateAsync(CancellationToken.None);
    }

    private FakeGateway Answer(Func<DepositMark, object> line) => Answer(new FakeGateway(), line);

    private FakeGateway Answer(FakeGateway fake, Func<DepositMark, object> line) => fake.Answer(seen =>
    {
        Assert.Equal("/deposits/proofs", seen.Path);
        Dictionary<string, DepositMark> known = ReceiptStore.All(broker.Folder, broker.Trust).ToDictionary(receipt => receipt.Record, receipt => receipt.Mark!.Value);
        string[] lines = Encoding.UTF8.GetString(seen.Body).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("deposit-proofs/1", lines[0]);
        return FakeGateway.Make(HttpStatusCode.OK, JsonSerializer.Serialize(new { proofs = lines.Skip(1).Select(text => line(known[text["record ".Length..]])) }));
    });

    private static object Line(DepositMark mark, string state) => new { record = mark.Record.ToString(), state, proof = "" };

    /// <summary>A receipt in the member's folder, as a deposit leaves it.</summary>
    private DepositMark Receive(DateOnly day)
    {
        byte[] commit = new byte[32];
        broker.Fill(commit);
        DepositMark mark = new(RecordName.Parse(RecordId.New(broker.Fill).ToString()), Sha256Digest.FromBytes(commit), day);
        string text = $"{Origin}/deposit-receipt/v1\nrecord {mark.Record}\ncommit {mark.Commit}\nday {day:yyyy-MM-dd}\n";
        PrivateFile.CreateFolder(broker.Folder.Receipts);
        PrivateFile.Write(
            Path.Combine(broker.Folder.Receipts, mark.Record.ToString()),
            [.. Encoding.ASCII.GetBytes($"{mark.Commit}\n"), .. NoteText.Sign(text, Origin, broker.Log)]);
        return mark;
    }

    /// <summary>A log that roots some deposits, each under its day, after an entry of another kind.</summary>
    private sealed class Log
    {
        private static readonly byte[] Label = "label"u8.ToArray();
        private static readonly byte[] Context = "context"u8.ToArray();

        private readonly Dictionary<DateOnly, PaddedTree> trees;
        private readonly Dictionary<DateOnly, int> counts;
        private readonly List<DateOnly> days;
        private readonly byte[][] entries;
        private readonly byte[] checkpoint;

        public Log(TestMember broker, IReadOnlyList<DepositMark> marks, Ed25519SigningKey? key = null)
        {
            trees = marks.GroupBy(mark => mark.Day).ToDictionary(day => day.Key, day => PaddedTree.Build([.. day.Select(Leaf)], Seed(day.Key), Label, Context));
            counts = marks.CountBy(mark => mark.Day).ToDictionary();
            days = [.. trees.Keys.Order()];
            entries = [new KeyRingEntry(Origin, 1, Sha256Digest.Of("ring"u8)).Encode(), .. days.Select(Entry)];
            TreeHead head = new(entries.Length, MerkleTree.Root(Leaves()));
            Ed25519SigningKey signing = key ?? broker.Log;
            checkpoint = new Checkpoint(Origin, head).Sign(new NoteSigner(new VerifierKey(Origin, signing.PublicKey), (message, signature) => signing.Sign(message, signature)));
        }

        public object Line(DepositMark mark) => new { record = mark.Record.ToString(), state = "proved", proof = Proof(mark) };

        public string Proof(DepositMark mark) => ProofUnder(mark, this);

        public string ProofUnder(DepositMark mark, Log other) => other.Wrap(mark.Day, Extra(mark, Place(mark), mark.Day, mark.Day));

        public (int Index, Hash32[] Path) Place(DepositMark mark) =>
            trees[mark.Day].TryProve(Leaf(mark), out int index, out Hash32[] path) ? (index, path) : throw new InvalidOperationException("not in the tree");

        /// <summary>The place of a leaf that nobody deposited.</summary>
        public (int Index, Hash32[] Path) SomeDummy(DateOnly day)
        {
            byte[] dummies = SP800108HmacCounterKdf.DeriveBytes(Seed(day), HashAlgorithmName.SHA256, Label, Context, (PaddedTree.SmallestSize - counts[day]) * Hash32.Size);
            Assert.True(trees[day].TryProve(new Hash32(dummies.AsSpan(0, Hash32.Size)), out int index, out Hash32[] path));
            return (index, path);
        }

        /// <summary>A proof that says that the record stands at a place of which another's path is known.</summary>
        public string Forge(DepositMark mark, (int Index, Hash32[] Path) place, DateOnly rooted, bool relabel = false, bool sameDay = true)
        {
            if (relabel)
            {
                // The root of a day, said to be another's: the path holds, but the entry is made up and in no log.
                byte[] entry = new DepositRootEntry(Origin, mark.Day, Digest(trees[rooted].Root)).Encode();
                return Wrap(rooted, DepositProof.Create(Origin, mark, place.Index, [.. place.Path.Select(Digest)], entry).Format());
            }

            return Wrap(rooted, sameDay ? Extra(mark, place, rooted, rooted) : Extra(mark, place, rooted, mark.Day));
        }

        /// <summary>A tree of two leaves, which would tell that two deposited.</summary>
        public string Small(DepositMark mark)
        {
            Hash32 sibling = MerkleHash.Leaf("sibling"u8);
            byte[] entry = new DepositRootEntry(Origin, mark.Day, Digest(MerkleHash.Node(Leaf(mark), sibling))).Encode();
            string text = $"{Origin}/deposit-proof/v1\nrecord {mark.Record}\ncommit {mark.Commit}\nday {mark.Day:yyyy-MM-dd}\nindex 0\nsize 2\nhash {sibling}\nentry {Convert.ToBase64String(entry)}\n";
            return Wrap(mark.Day, Encoding.ASCII.GetBytes(text));
        }

        public string Wrap(DateOnly day, byte[] extra)
        {
            int index = Math.Max(0, days.IndexOf(day)) + 1;
            Hash32[] path = Inclusion.Build(index, entries.Length, MerkleTree.Over(Leaves()));
            return Encoding.UTF8.GetString(new TlogProof(index, path, checkpoint, extra).Format());
        }

        // The text of a proof: with an entry of the given day, and made as text where the library refuses to make it.
        private byte[] Extra(DepositMark mark, (int Index, Hash32[] Path) place, DateOnly rooted, DateOnly said)
        {
            byte[] entry = entries[days.IndexOf(rooted) + 1];
            if (mark.Day == rooted)
            {
                return DepositProof.Create(Origin, mark, place.Index, [.. place.Path.Select(Digest)], entry).Format();
            }

            string hashes = string.Concat(place.Path.Select(hash => $"hash {hash}\n"));
            return Encoding.ASCII.GetBytes(
                $"{Origin}/deposit-proof/v1\nrecord {mark.Record}\ncommit {mark.Commit}\nday {said:yyyy-MM-dd}\nindex {place.Index}\nsize 65536\n{hashes}entry {Convert.ToBase64String(entry)}\n");
        }

        private static byte[] Seed(DateOnly day) => SHA256.HashData(BitConverter.GetBytes(day.DayNumber));

        private byte[] Entry(DateOnly day) => new DepositRootEntry(Origin, day, Digest(trees[day].Root)).Encode();

        private Hash32[] Leaves() => [.. entries.Select(entry => MerkleHash.Leaf(entry))];

        private static Hash32 Leaf(DepositMark mark) => MerkleHash.Leaf(DepositProof.LeafOf(Origin, mark));

        private static Sha256Digest Digest(Hash32 hash) => Sha256Digest.FromBytes(hash.ToArray());
    }
}
