using System.Text;
using Broker.Sealing.Tests.Support;

namespace Broker.Sealing.Tests;

public sealed class DepositHeadTests
{
    private const string Digest = "0101010101010101010101010101010101010101010101010101010101010101";

    private const string Example =
        "broker.example/test/deposit/v1\n"
        + "record aebagbafaydqqcikbmga2dqpca\n"
        + "depositor 0102030405060708\n"
        + "schema observation/1\n"
        + "caveats " + Digest + "\n"
        + "vault-key 01020304 01010101010101010101010101010101\n"
        + "source age 1234 " + Digest + "\n"
        + "attachment 1 5 " + Digest + "\n"
        + "attachment 2 0 " + Digest + "\n"
        + "commit " + Digest + "\n";

    [Fact]
    public void TryParse_OfTheExample_EncodesToTheSameBytes()
    {
        Assert.True(DepositHead.TryParse(Encoding.UTF8.GetBytes(Example), out var head, out _));
        Assert.Equal(Example, Encoding.UTF8.GetString(head!.Encode()));
        Assert.Equal("aebagbafaydqqcikbmga2dqpca", head.Record.ToString());
        Assert.Equal(1234, head.SourceSize);
        Assert.Equal(2, head.Attachments.Count);
    }

    [Theory]
    [InlineData("broker.example/test/deposit/v1", "broker.example/test/deposit/v2")]
    [InlineData("broker.example/test/deposit/v1", "Broker.example/test/deposit/v1")]
    [InlineData("broker.example/test/deposit/v1", "/deposit/v1")]
    [InlineData("record aebagbafaydqqcikbmga2dqpca\n", "")]
    [InlineData("record aebagbafaydqqcikbmga2dqpca\n", "record aebagbafaydqqcikbmga2dqpca\nrecord aebagbafaydqqcikbmga2dqpca\n")]
    [InlineData("record ae", "record AE")]
    [InlineData("record ae", "record  ae")]
    [InlineData("dqpca\n", "dqpca \n")]
    [InlineData("dqpca\n", "dqpca\r\n")]
    [InlineData("dqpca\n", "dqpcb\n")]
    [InlineData("depositor 0102030405060708", "depositor 010203040506070g")]
    [InlineData("depositor 0102030405060708", "depositor 01020304050607")]
    [InlineData("schema observation/1", "schema Observation/1")]
    [InlineData("caveats 01", "caveats 0A")]
    [InlineData("caveats 01", "caveats ")]
    [InlineData("vault-key 01020304 ", "vault-key 01020304")]
    [InlineData("vault-key 01020304 01", "vault-key 01020304 ")]
    [InlineData("source age", "source none")]
    [InlineData("source age 1234", "source age 01234")]
    [InlineData("source age 1234", "source age +1234")]
    [InlineData("source age 1234", "source age -1")]
    [InlineData("source age 1234", "source age 9007199254740992")]
    [InlineData("source age 1234", "source age 99999999999999999999")]
    [InlineData("attachment 1 5", "attachment 0 5")]
    [InlineData("attachment 2 0", "attachment 3 0")]
    [InlineData("attachment 2 0", "attachment 2 ")]
    [InlineData("commit ", "comment x\ncommit ")]
    [InlineData("commit 01", "Commit 01")]
    public void TryParse_OfAnotherSpelling_Refuses(string found, string replaced)
    {
        var altered = Example.Replace(found, replaced, StringComparison.Ordinal);
        Assert.NotEqual(Example, altered);
        Assert.False(DepositHead.TryParse(Encoding.UTF8.GetBytes(altered), out _, out var refusal));
        Assert.Equal(altered.Contains("schema Obs", StringComparison.Ordinal) ? DepositRefusal.UnknownSchema : DepositRefusal.HeadMalformed, refusal);
    }

    [Fact]
    public void TryParse_TruncatedOrExtended_Refuses()
    {
        var bytes = Encoding.UTF8.GetBytes(Example);
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.False(DepositHead.TryParse(bytes.AsSpan(0, length), out _, out _));
        }

        Assert.False(DepositHead.TryParse([.. bytes, (byte)'\n'], out _, out _));
        Assert.False(DepositHead.TryParse([.. bytes, 0], out _, out _));
    }

    [Fact]
    public void TryParse_OverTheLimit_IsTooLarge()
    {
        Assert.False(DepositHead.TryParse(new byte[DepositLimits.Head + 1], out _, out var refusal));
        Assert.Equal(DepositRefusal.TooLarge, refusal);
    }

    [Fact]
    public void TryParse_WithMoreThan64Attachments_Refuses()
    {
        var lines = Enumerable.Range(1, 65).Select(number => $"attachment {number} 5 {Digest}\n").ToList();
        string With(int count) => Example[..Example.IndexOf("attachment", StringComparison.Ordinal)] + string.Concat(lines.Take(count)) + $"commit {Digest}\n";
        Assert.True(DepositHead.TryParse(Encoding.UTF8.GetBytes(With(64)), out _, out _));
        Assert.False(DepositHead.TryParse(Encoding.UTF8.GetBytes(With(65)), out _, out _));
    }

    [Fact]
    public void TryParse_OfRandomMutations_NeverThrowsAndNeverFindsASecondSpelling()
    {
        var random = new SeededRandom("head");
        var bytes = Encoding.UTF8.GetBytes(Example);
        for (var i = 0; i < 20_000; i++)
        {
            var altered = bytes.ToArray();
            altered[random.Below(bytes.Length)] = (byte)random.Below(256);
            if (DepositHead.TryParse(altered, out var head, out _))
            {
                Assert.Equal(altered, head!.Encode());
            }
        }
    }

    [Fact]
    public void Encode_OutOfRange_IsACallersBug()
    {
        Assert.True(DepositHead.TryParse(Encoding.UTF8.GetBytes(Example), out var head, out _));
        Assert.Throws<ArgumentException>(() => (head! with { Commit = new byte[31] }).Encode());
        Assert.Throws<ArgumentException>(() => (head! with { SourceSize = -1 }).Encode());
        Assert.Throws<ArgumentException>(() => (head! with { Schema = "observation/2" }).Encode());
        Assert.Throws<ArgumentException>(() => (head! with { Attachments = [new AttachmentLine(2, 1, new byte[32])] }).Encode());
        Assert.Throws<ArgumentException>(() => (head! with { Origin = default }).Encode());
    }

    [Fact]
    public void Codes_OfAllRefusals_AreDistinctAndKebabCase()
    {
        var codes = Enum.GetValues<DepositRefusal>().Select(DepositRefusals.Code).ToList();
        Assert.Equal(codes.Count, codes.Distinct().Count());
        Assert.All(codes, code => Assert.Matches("^[a-z]+(-[a-z]+)*$", code));
        Assert.Throws<ArgumentOutOfRangeException>(() => DepositRefusals.Code((DepositRefusal)99));
    }
}
