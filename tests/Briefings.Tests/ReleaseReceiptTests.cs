namespace Broker.Briefings.Tests;

public sealed class ReleaseReceiptTests
{
    private const string Origin = "broker.example/caf";

    private static readonly byte[] Salt = Enumerable.Range(0, 32).Select(i => (byte)i).ToArray();

    private static byte[] Entry(byte[] facts)
        => ReleaseEntryBuilder.Build(Origin, 3, new Tag16(1), FactsHead.Of(Salt, facts), [], new SeededBytes(4).Fill).Encode();

    private static ReleaseReceipt Sample()
    {
        byte[] facts = FactsTests.Release().Encode(Origin);
        return ReleaseReceipt.Create(Origin, Salt, facts, Entry(facts));
    }

    [Fact]
    public void Check_EitherFileOfTheBriefing_Holds()
    {
        byte[] text = Sample().Format();
        Assert.True(ReleaseReceipt.TryParse(text, Origin, out ReleaseReceipt? receipt, out ReceiptFault? fault));
        Assert.Null(fault);
        Assert.Equal(text, receipt!.Format());
        Assert.Null(receipt.Check("json"u8, out ReleaseFacts? facts));
        Assert.Equal(FactsTests.Release(), facts);
        Assert.Null(receipt.Check("html"u8, out _));
    }

    [Fact]
    public void Check_AnotherBriefing_IsRefused()
    {
        Assert.Equal(ReceiptFault.Briefing, Sample().Check("jsoN"u8, out ReleaseFacts? facts));
        Assert.Null(facts);
    }

    [Fact]
    public void TryParse_EveryByteChanged_NeverHoldsAsAnotherReceipt()
    {
        byte[] text = Sample().Format();
        for (int i = 0; i < text.Length; i++)
        {
            byte[] changed = [.. text];
            changed[i] ^= 0x01;
            bool holds = ReleaseReceipt.TryParse(changed, Origin, out ReleaseReceipt? receipt, out _)
                && receipt!.Check("json"u8, out _) is null
                && receipt.Entry.Span.SequenceEqual(Sample().Entry.Span);
            Assert.False(holds, $"byte {i}");
        }
    }

    [Fact]
    public void Check_FactsOfAnotherRelease_IsRefused()
    {
        byte[] facts = FactsTests.Release().Encode(Origin);
        byte[] others = (FactsTests.Release() with { Tier = "public" }).Encode(Origin);
        Assert.Throws<ArgumentException>(() => ReleaseReceipt.Create(Origin, Salt, others, Entry(facts)));
        string forged = Encoding.UTF8.GetString(Sample().Format()).Replace(Convert.ToBase64String(facts), Convert.ToBase64String(others), StringComparison.Ordinal);
        Assert.True(ReleaseReceipt.TryParse(Encoding.UTF8.GetBytes(forged), Origin, out ReleaseReceipt? receipt, out _));
        Assert.Equal(ReceiptFault.Head, receipt!.Check("json"u8, out _));
    }

    [Fact]
    public void Check_EntryOfAnotherKind_IsRefused()
    {
        byte[] facts = FactsTests.Release().Encode(Origin);
        byte[] refusal = new CommittedEntry(LogEntryKind.Refusal, Origin, new Tag16(1), FactsHead.Of(Salt, facts)).Encode();
        ReceiptFault? fault = Parsed(facts, refusal).Check("json"u8, out _);
        Assert.Equal(ReceiptFault.NotRelease, fault);
        Assert.Equal(ReceiptFault.Entry, Parsed(facts, "nonsense\n"u8.ToArray()).Check("json"u8, out _));
        byte[] notFacts = "not facts\n"u8.ToArray();
        Assert.Equal(ReceiptFault.Facts, Parsed(notFacts, Entry(notFacts)).Check("json"u8, out _));
    }

    [Fact]
    public void TryParse_EachVector_FailsForItsReason()
    {
        HashSet<string> seen = [];
        foreach (string path in TestTree.Vectors("receipt"))
        {
            (string expected, byte[] content) = TestTree.Vector(path);
            Assert.False(ReleaseReceipt.TryParse(content, Origin, out _, out ReceiptFault? fault), Path.GetFileName(path));
            Assert.Equal((Path.GetFileName(path), expected), (Path.GetFileName(path), ReceiptFaults.Code(fault!.Value)));
            seen.Add(expected);
        }

        Assert.Equal(["base64", "domain", "line", "salt", "too-large", "trailing-bytes"], seen.Order());
    }

    private static ReleaseReceipt Parsed(byte[] facts, byte[] entry)
    {
        string text = $"{Origin}/receipt/v1\nsalt {Convert.ToHexStringLower(Salt)}\nfacts {Convert.ToBase64String(facts)}\nentry {Convert.ToBase64String(entry)}\n";
        Assert.True(ReleaseReceipt.TryParse(Encoding.UTF8.GetBytes(text), Origin, out ReleaseReceipt? receipt, out _));
        return receipt!;
    }
}
