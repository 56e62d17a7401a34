using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Broker.Briefings;
using Broker.Cli;
using Broker.Contracts;
using Broker.Sealing;
using Broker.Silo.Deposits;
using Broker.Silo.Storage;
using Broker.Transparency;

namespace Broker.Tests.Silo;

/// <summary>Deposits proved by the roots of their days: by the silo, checked as the depositor's tool checks them.</summary>
public sealed class DepositProofTests : IDisposable
{
    private static readonly DateOnly Day = new(2013, 1, 1);
    private readonly TemporaryFolder folder = new();
    private readonly TestAccount @operator = TestAccount.New("operator");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Proofs_OfOwnRecords_LeadFromTheReceiptsToTheLog()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        DepositMark[] marks = await DepositAsync(silo, depositor, "k1", 3);
        await silo.AdvanceAsync("2013-01-02");

        IReadOnlyList<DepositProofLine> lines = await AskAsync(silo, depositor, marks);

        Assert.Equal(marks.Select(mark => mark.Record.ToString()), lines.Select(line => line.Record));
        foreach ((DepositMark mark, DepositProofLine line) in marks.Zip(lines))
        {
            Assert.Equal(DepositProofLine.Proved, line.State);
            DepositProofVerification checkedProof = Check(silo, line, mark);
            Assert.True(checkedProof.Holds, checkedProof.Fault);
            Assert.Equal(mark, checkedProof.Mark);
        }
    }

    [Fact]
    public async Task Proofs_OfAnothersAnUnknownAndAWithdrawnRecord_AreTheSameAnswer()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount one = await silo.EnrolAsync("depositor", "ngo one");
        TestAccount two = await silo.EnrolAsync("depositor", "ngo two");
        DepositMark[] own = await DepositAsync(silo, one, "k1", 2);
        DepositMark[] others = await DepositAsync(silo, two, "k2", 1);
        await silo.AdvanceAsync("2013-01-02");
        await WithdrawAsync(silo, one, own[0]);

        DepositMark unknown = own[0] with { Record = RecordName.Parse(RecordId.New(RandomNumberGenerator.Fill).ToString()) };
        IReadOnlyList<DepositProofLine> lines = await AskAsync(silo, one, own[0], others[0], unknown, own[1]);

        Assert.All(lines.Take(3), line => Assert.Equal((DepositProofLine.None, ""), (line.State, line.Proof)));
        Assert.Equal(DepositProofLine.Proved, lines[3].State);
    }

    [Fact]
    public async Task Proof_KeptBeforeTheWithdrawal_StillHoldsAndSoDoThoseOfOthers()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        DepositMark[] marks = await DepositAsync(silo, depositor, "k1", 2);
        await silo.AdvanceAsync("2013-01-02");
        DepositProofLine kept = (await AskAsync(silo, depositor, marks[0]))[0];

        await WithdrawAsync(silo, depositor, marks[0]);

        Assert.True(Check(silo, kept, marks[0]).Holds);
        Assert.True(Check(silo, (await AskAsync(silo, depositor, marks[1]))[0], marks[1]).Holds);
    }

    [Fact]
    public async Task Proofs_OfADayThatIsNotOver_AreOpen()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        DepositMark[] marks = await DepositAsync(silo, depositor, "k1", 1);

        Assert.Equal((DepositProofLine.Open, ""), ((await AskAsync(silo, depositor, marks))[0].State, (await AskAsync(silo, depositor, marks))[0].Proof));
    }

    [Fact]
    public async Task Proofs_OfManyDays_ArePutOffAndComeInTheEnd()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        List<DepositMark> marks = [];
        for (int day = 1; day <= 6; day++)
        {
            marks.AddRange(await DepositAsync(silo, depositor, $"k{day}", 1));
            await silo.AdvanceAsync($"2013-01-0{day + 1}");
        }

        IReadOnlyList<DepositProofLine> first = await AskAsync(silo, depositor, [.. marks]);
        Assert.Equal([.. Enumerable.Repeat(DepositProofLine.Proved, 4), DepositProofLine.Later, DepositProofLine.Later], first.Select(line => line.State));
        IReadOnlyList<DepositProofLine> second = await AskAsync(silo, depositor, [.. marks.Skip(4)]);
        Assert.All(second.Zip(marks.Skip(4)), pair => Assert.True(Check(silo, pair.First, pair.Second).Holds));
    }

    // Whoever gets a proof is not told how many deposited that day: 1 or 500, the answer has the same form and size.
    [Fact]
    public async Task Proof_OfADayOfOneAndOfADayOf500_DoNotTellWhichIsWhich()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        DepositMark[] alone = await DepositAsync(silo, depositor, "k1", 1);
        DateOnly first = alone[0].Day;
        await silo.AdvanceAsync("2013-01-02");
        DepositMark[] amongMany = await DepositAsync(silo, depositor, "k2", 1);
        await AddOthersAsync(silo, first.AddDays(1), 499);
        await silo.AdvanceAsync("2013-01-03");

        IReadOnlyList<DepositProofLine> lines = await AskAsync(silo, depositor, alone[0], amongMany[0]);
        DepositProof[] proofs = [Parse(silo, lines[0]), Parse(silo, lines[1])];

        Assert.True(Check(silo, lines[0], alone[0]).Holds);
        Assert.True(Check(silo, lines[1], amongMany[0]).Holds);
        Assert.All(proofs, proof => Assert.Equal((65_536, 16), (proof.Size, proof.Path.Count)));
        Assert.Single(proofs.Select(proof => proof.Format().Length - proof.Index.ToString(CultureInfo.InvariantCulture).Length).Distinct());
        Assert.Equal(2, silo.Store.Read(connection => connection.Number("SELECT count(*) FROM day_seeds")));
    }

    [Fact]
    public async Task Proofs_AfterAnEpochsEndAndARestart_AreTheSame()
    {
        DepositMark[] marks;
        DepositProof before;
        TestAccount depositor;
        await using (SiloHost silo = await ReadyAsync())
        {
            depositor = await silo.EnrolAsync("depositor", "ngo one");
            marks = await DepositAsync(silo, depositor, "k1", 2);
            await silo.AdvanceAsync("2013-01-02");
            before = Parse(silo, (await AskAsync(silo, depositor, marks))[0]);
            await TestEpochs.EndAsync(silo);
        }

        await using SiloHost again = await SiloHost.StartAsync(folder.Path, @operator);
        DepositProofLine line = (await AskAsync(again, depositor, marks))[0];
        Assert.Equal(before.Format(), Parse(again, line).Format());
        Assert.True(Check(again, line, marks[0]).Holds);
    }

    [Theory]
    [InlineData("DELETE FROM day_seeds")]
    [InlineData("UPDATE day_seeds SET sealed = zeroblob(length(sealed))")]
    [InlineData("DELETE FROM commitments WHERE leaf = (SELECT min(leaf) FROM commitments)")]
    [InlineData("INSERT INTO commitments (day, leaf) SELECT day, randomblob(32) FROM commitments LIMIT 1")]
    [InlineData("UPDATE records SET receipt = zeroblob(length(receipt))")]
    [InlineData("DELETE FROM data_keys")]
    public async Task Proofs_OverADamagedStore_SayThatAndProveNothing(string damage)
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        DepositMark[] marks = await DepositAsync(silo, depositor, "k1", 2);
        await silo.AdvanceAsync("2013-01-02");
        await silo.Store.WriteAsync(connection => connection.Execute(damage));

        Assert.All(await AskAsync(silo, depositor, marks), line => Assert.Equal((DepositProofLine.Damaged, ""), (line.State, line.Proof)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("deposit-proofs/1\n")]
    [InlineData("deposit-proofs/2\nrecord aaaaaaaaaaaaaaaaaaaaaaaaaa\n")]
    [InlineData("deposit-proofs/1\nrecord aaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("deposit-proofs/1\nrecord aaaaaaaaaaaaaaaaaaaaaaaaa\n")]
    [InlineData("deposit-proofs/1\nrecord aaaaaaaaaaaaaaaaaaaaaaaaaa\nrecord aaaaaaaaaaaaaaaaaaaaaaaaaa\n")]
    [InlineData("deposit-proofs/1\ntag aaaaaaaaaaaaaaaaaaaaaaaaaa\n")]
    public async Task Proofs_OfAMalformedDemand_AreRefused(string body)
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        DepositProofsOutcome answer = await Grain(silo, depositor).Proofs(silo.Sign(depositor, "/deposits/proofs", body));
        Assert.Equal(("malformed", 0), (answer.Outcome.Code, answer.Proofs.Count));
    }

    [Fact]
    public async Task Proofs_ForAnotherDepositorsGrainOrAStranger_AreUnauthorised()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount one = await silo.EnrolAsync("depositor", "ngo one");
        TestAccount two = await silo.EnrolAsync("depositor", "ngo two");
        DepositMark[] marks = await DepositAsync(silo, one, "k1", 1);
        string body = $"deposit-proofs/1\nrecord {marks[0].Record}\n";
        Assert.Equal("unauthorised", (await Grain(silo, one).Proofs(silo.Sign(two, "/deposits/proofs", body))).Outcome.Code);
        Assert.Equal("unauthorised", (await Grain(silo, one).Proofs(silo.Sign(TestAccount.New("stranger"), "/deposits/proofs", body))).Outcome.Code);
    }

    [Fact]
    public async Task Root_OfADayWithoutDeposits_LooksLikeAnyOtherAndKeepsNoSeed()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        await DepositAsync(silo, depositor, "k1", 1);
        await silo.AdvanceAsync("2013-01-04");

        DepositRootEntry[] roots = [.. silo.Store.Read(connection => connection.Rows(row => row.Bytes(0), "SELECT entry FROM log_entries ORDER BY idx"))
            .Select(entry => LogEntry.TryParse(entry, silo.Vault.Origin.ToString(), out LogEntry? parsed, out _) ? parsed as DepositRootEntry : null)
            .OfType<DepositRootEntry>()];
        Assert.True(roots.Length >= 2);
        Assert.Equal(roots.Length, roots.Select(root => root.Root).Distinct().Count());
        Assert.Equal(1, silo.Store.Read(connection => connection.Number("SELECT count(*) FROM day_seeds")));
    }

    private async Task<SiloHost> ReadyAsync()
    {
        SiloHost silo = await SiloHost.StartAsync(folder.Path, @operator);
        await silo.ActivatePolicyAsync();
        return silo;
    }

    private static IDepositorGrain Grain(SiloHost silo, TestAccount depositor) => silo.Grains.GetGrain<IDepositorGrain>($"depositor/{depositor.Id}/0");

    private static async Task<DepositMark[]> DepositAsync(SiloHost silo, TestAccount depositor, string key, int count)
    {
        byte[][] packages = [.. Enumerable.Range(0, count).Select(i => depositor.Seal(silo.Vault, new TestObservation($"{key} {i}", Day)).Package)];
        DepositOutcome answer = await silo.DepositAsync(depositor, key, packages);
        Assert.All(answer.Lines, line => Assert.Equal("accepted", line.Code));
        return [.. answer.Lines.Select(line => MarkOf(silo, line.Receipt))];
    }

    private static DepositMark MarkOf(SiloHost silo, string receipt)
    {
        Assert.True(DepositReceipt.TryRead(Encoding.UTF8.GetBytes(receipt), Trust(silo), out DepositMark mark));
        return mark;
    }

    // Commitments of other depositors, as the intake writes them.
    private static Task AddOthersAsync(SiloHost silo, DateOnly day, int count) => silo.Store.WriteAsync(connection =>
    {
        for (int i = 0; i < count; i++)
        {
            connection.Execute("INSERT INTO commitments (day, leaf) VALUES ($1, $2)", DailyRoots.Tag(silo.Vault, day), RandomNumberGenerator.GetBytes(32));
        }
    });

    private static async Task<IReadOnlyList<DepositProofLine>> AskAsync(SiloHost silo, TestAccount depositor, params DepositMark[] marks)
    {
        string body = "deposit-proofs/1\n" + string.Concat(marks.Select(mark => $"record {mark.Record}\n"));
        DepositProofsOutcome answer = await Grain(silo, depositor).Proofs(silo.Sign(depositor, "/deposits/proofs", body));
        Assert.Equal("ok", answer.Outcome.Code);
        return answer.Proofs;
    }

    private static async Task WithdrawAsync(SiloHost silo, TestAccount depositor, DepositMark mark) => Assert.Equal(
        "ok", (await Grain(silo, depositor).Withdraw(silo.Sign(depositor, "/deposits/withdraw", $"withdraw/1\nrecord {mark.Record}\n"))).Outcome.Code);

    private static TrustFile Trust(SiloHost silo) => new(new VerifierKey(silo.Vault.Origin.ToString(), silo.Vault.LogPublicKey), null, WitnessPolicy.None);

    private static DepositProofVerification Check(SiloHost silo, DepositProofLine line, DepositMark mark) =>
        DepositProofVerification.Check(Encoding.UTF8.GetBytes(line.Proof), Trust(silo), mark);

    private static DepositProof Parse(SiloHost silo, DepositProofLine line)
    {
        Assert.True(TlogProof.TryParse(Encoding.UTF8.GetBytes(line.Proof), out TlogProof? proof));
        Assert.True(DepositProof.TryParse(proof.Extra!.Value.Span, silo.Vault.Origin.ToString(), out DepositProof? deposit, out _));
        return deposit!;
    }
}
