using System.Numerics;

namespace Broker.Sealing.Tests.Damage;

/// <summary>Every damage to a batch's framing, each with the outcome that a slow reader of the page's words gives.</summary>
public sealed class BatchDamageTests
{
    private const string Accepted = "accepted";
    private static readonly byte[][] Packages = [[1, 2, 3, 4, 5], [], [6], [0, 0, 0, 1, 7]];
    private static readonly byte[] Batch = DepositPackage.EncodeBatch(Packages);

    [Fact]
    public void EveryBit_Flipped_ReadsAsTheSlowReaderReads()
    {
        for (var i = 0; i < Batch.Length; i++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                byte[] damaged = [.. Batch];
                damaged[i] ^= (byte)(1 << bit);
                Judge(damaged);
            }
        }

        Assert.Equal(Accepted, Slow(Batch, out var read));
        Assert.Equal(Packages, read);
    }

    [Fact]
    public void EveryPiece_CutDoubledOrExchanged_ReadsAsTheSlowReaderReads()
    {
        var outcomes = new HashSet<string>(StringComparer.Ordinal);
        for (var start = 0; start <= Batch.Length; start++)
        {
            for (var end = start; end <= Batch.Length; end++)
            {
                outcomes.Add(Judge([.. Batch[..start], .. Batch[end..]]));
                outcomes.Add(Judge([.. Batch[..end], .. Batch[start..]]));
                outcomes.Add(Judge([.. Batch[end..], .. Batch[start..end], .. Batch[..start]]));
            }
        }

        Assert.Equal([Accepted, "framing", "too-large"], outcomes.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(DepositLimits.Package, "framing")]
    [InlineData(DepositLimits.Package + 1L, "too-large")]
    [InlineData(0x7FFF_FFFFL, "too-large")]
    [InlineData(0x8000_0000L, "too-large")]
    [InlineData(0xFFFF_FFFFL, "too-large")]
    public void Length_OfAnySize_IsJudgedBeforeAnythingIsKept(long length, string expected)
    {
        byte[] batch = [(byte)(length >> 24), (byte)((length >> 16) & 0xFF), (byte)((length >> 8) & 0xFF), (byte)(length & 0xFF), 1, 2, 3];
        Assert.Equal(expected, Judge(batch));
    }

    private static string Judge(byte[] damaged)
    {
        var expected = Slow(damaged, out var slow);
        var code = DepositPackage.TryReadBatch(damaged, out var packages, out var refusal) ? Accepted : DepositRefusals.Code(refusal);
        Assert.Equal(expected, code);
        Assert.Equal(slow, packages.Select(package => package.ToArray()));
        return code;
    }

    private static string Slow(byte[] batch, out List<byte[]> packages)
    {
        packages = [];
        var rest = batch.ToList();
        while (rest.Count > 0)
        {
            var length = rest.Take(4).Aggregate(BigInteger.Zero, (sum, octet) => (sum * 256) + octet);
            if (rest.Count < 4 || (length <= DepositLimits.Package && length > rest.Count - 4))
            {
                packages = [];
                return "framing";
            }

            if (length > DepositLimits.Package)
            {
                packages = [];
                return "too-large";
            }

            packages.Add([.. rest.Skip(4).Take((int)length)]);
            rest.RemoveRange(0, 4 + (int)length);
        }

        return packages.Count > 0 ? Accepted : "framing";
    }
}
