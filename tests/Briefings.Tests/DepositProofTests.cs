using System.Security.Cryptography;

namespace Broker.Briefings.Tests;

public sealed class DepositProofTests
{
    private const string Origin = "broker.example/caf";

    private static readonly DepositMark Mark = new(new RecordName(7), Sha256Digest.Of("commit"u8), new DateOnly(2014, 1, 15));

    private static DepositProof Sample(int hashes = 16, long index = 40_000) => DepositProof.Create(
        Origin, Mark, index, [.. Enumerable.Range(0, hashes).Select(i => Sha256Digest.Of([(byte)i]))],
        new DepositRootEntry(Origin, Mark.Day, Sha256Digest.Of("root"u8)).Encode());

    [Theory]
    [InlineData(16, 0)]
    [InlineData(16, 65_535)]
    [InlineData(20, 1_048_575)]
    [InlineData(28, 3)]
    public void TryParse_OfAProof_GivesItsPartsAndTheSameText(int hashes, long index)
    {
        byte[] text = Sample(hashes, index).Format();

        Assert.True(text.Length < DepositProof.MaxBytes);
        Assert.True(DepositProof.IsOne(text, Origin));
        Assert.True(DepositProof.TryParse(text, Origin, out DepositProof? proof, out DepositProofFault? fault));
        Assert.Null(fault);
        Assert.Equal((Mark, index, 1L << hashes, Sha256Digest.Of("root"u8)), (proof!.Mark, proof.Index, proof.Size, proof.Root));
        Assert.Equal(text, proof.Format());
    }

    [Fact]
    public void TryParse_EveryByteChanged_NeverGivesTheSameProof()
    {
        byte[] text = Sample().Format();
        for (int i = 0; i < text.Length; i++)
        {
            byte[] changed = [.. text];
            changed[i] ^= 0x01;
            bool isSame = DepositProof.TryParse(changed, Origin, out DepositProof? proof, out _) && proof!.Format().AsSpan().SequenceEqual(text);
            Assert.False(isSame, $"byte {i}");
        }
    }

    [Fact]
    public void TryParse_CutAnywhere_IsRefused()
    {
        byte[] text = Sample().Format();
        for (int length = 0; length < text.Length; length++)
        {
            Assert.False(DepositProof.TryParse(text.AsSpan(0, length), Origin, out _, out DepositProofFault? fault), $"length {length}");
            Assert.NotNull(fault);
        }
    }

    [Fact]
    public void Create_OfPartsThatMakeNoProof_IsACallersBug()
    {
        byte[] entry = new DepositRootEntry(Origin, Mark.Day, default).Encode();
        Assert.Throws<ArgumentException>(() => Sample(17, 0));
        Assert.Throws<ArgumentException>(() => Sample(16, 65_536));
        Assert.Throws<ArgumentException>(() => Sample(16, -1));
        Assert.Throws<ArgumentException>(() => DepositProof.Create("broker.example/tcd", Mark, 0, Sample().Path, entry));
        Assert.Throws<ArgumentException>(() => DepositProof.Create(Origin, Mark with { Day = Mark.Day.AddDays(1) }, 0, Sample().Path, entry));
    }

    [Fact]
    public void IsOne_OfAnythingElse_IsFalse()
    {
        Assert.False(DepositProof.IsOne("broker.example/caf/receipt/v1\n"u8, Origin));
        Assert.False(DepositProof.IsOne("broker.example/caf/deposit-proof/v1"u8, Origin));
        Assert.False(DepositProof.IsOne(Sample().Format(), "broker.example"));
        Assert.False(DepositProof.IsOne([], Origin));
    }

    [Fact]
    public void TryParse_EachVector_ComesToWhatItSays()
    {
        HashSet<string> seen = [];
        foreach (string path in TestTree.Vectors("deposit-proof"))
        {
            (string expected, byte[] content) = TestTree.Vector(path);
            bool isProof = DepositProof.TryParse(content, Origin, out DepositProof? proof, out DepositProofFault? fault);
            string found = isProof ? "holds" : DepositProofFaults.Code(fault!.Value);
            Assert.Equal((Path.GetFileName(path), expected), (Path.GetFileName(path), found));
            Assert.True(!isProof || RootOf(proof!) == proof!.Root, Path.GetFileName(path));
            seen.Add(expected);
        }

        Assert.Equal(Enum.GetValues<DepositProofFault>().Select(DepositProofFaults.Code).Append("holds").Order(StringComparer.Ordinal), seen.Order(StringComparer.Ordinal));
    }

    // RFC 6962, section 2.1, for a tree whose size is a power of two.
    private static Sha256Digest RootOf(DepositProof proof)
    {
        byte[] hash = SHA256.HashData([0, .. proof.Leaf]);
        long index = proof.Index;
        foreach (Sha256Digest sibling in proof.Path)
        {
            byte[] other = Convert.FromHexString(sibling.ToString());
            hash = SHA256.HashData((index & 1) == 1 ? [1, .. other, .. hash] : [1, .. hash, .. other]);
            index >>= 1;
        }

        return Sha256Digest.FromBytes(hash);
    }
}
