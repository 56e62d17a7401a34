using Broker.Transparency.Tests.Reference;

namespace Broker.Transparency.Tests;

public sealed class TlogProofTests
{
    private static TlogProof ProofOf(MemoryLog log, int index, ReadOnlyMemory<byte>? extra = null)
    {
        Assert.True(TileHashReader.TryOpen(log.Head, log.Read, out var reader, out _));
        return new TlogProof(
            index, Inclusion.Build(index, log.Head.Size, reader.Read), log.Files[TilePath.Checkpoint], extra);
    }

    [Fact]
    public void Verify_OfEveryEntry_HoldsAfterATripThroughTheFile()
    {
        var log = MemoryLog.OfSize(300);
        for (var index = 0; index < 300; index += 7)
        {
            Assert.True(TlogProof.TryParse(ProofOf(log, index, new byte[] { 1, 2 }).Format(), out var proof));
            Assert.True(proof.TryVerify(MerkleHash.Leaf(log.Entries[index]), MemoryLog.LogKey.Log, out var checkpoint, out var fault));
            Assert.Equal((log.Head, LogFault.None), (checkpoint.Head, fault));
        }
    }

    [Fact]
    public void Verify_OfAnotherEntryIndexKeyOrCheckpoint_DoesNotHold()
    {
        var log = MemoryLog.OfSize(30);
        var other = MemoryLog.OfSize(30, "forged");
        var (proof, leaf, key) = (ProofOf(log, 4), MerkleHash.Leaf(log.Entries[4]), MemoryLog.LogKey.Log);

        Assert.Equal(LogFault.RootMismatch, FaultOf(proof, MerkleHash.Leaf(log.Entries[5]), key));
        Assert.Equal(LogFault.RootMismatch, FaultOf(new TlogProof(5, proof.Hashes, proof.Checkpoint), leaf, key));
        Assert.Equal(LogFault.RootMismatch, FaultOf(new TlogProof(4, proof.Hashes, other.Files[TilePath.Checkpoint]), leaf, key));
        Assert.Equal(LogFault.RootMismatch, FaultOf(new TlogProof(4, [], proof.Checkpoint), leaf, key));
        Assert.Equal(LogFault.NoTrustedSignature, FaultOf(proof, leaf, new TestKey(MemoryLog.Origin, 1).Log));
        Assert.Equal(LogFault.CheckpointMalformed, FaultOf(new TlogProof(4, proof.Hashes, "checkpoint\n"u8.ToArray()), leaf, key));
    }

    [Fact]
    public void Verify_OfACheckpointThatTooFewWitnessesCosigned_DoesNotHold()
    {
        var log = MemoryLog.OfSize(30);
        var (first, second) = (new PolicyWitness("first.example"), new PolicyWitness("second.example"));
        var key = new CheckpointVerifier(MemoryLog.LogKey.Key, PolicyWitness.Policy([first, second], "group both all first.example second.example\nquorum both\n"), TestKey.Verify);
        var (text, leaf) = (new Checkpoint(MemoryLog.Origin, log.Head).ToNoteText(), MerkleHash.Leaf(log.Entries[4]));
        TlogProof With(string lines) => new(4, ProofOf(log, 4).Hashes, (byte[])[.. log.Files[TilePath.Checkpoint], .. System.Text.Encoding.UTF8.GetBytes(lines)]);

        Assert.Equal(LogFault.QuorumNotMet, FaultOf(With(""), leaf, key));
        Assert.Equal(LogFault.QuorumNotMet, FaultOf(With(first.Cosign(text) + first.Cosign(text, 2)), leaf, key));
        Assert.Equal(LogFault.InvalidSignature, FaultOf(With(first.Cosign(text) + second.Cosign("another\n")), leaf, key));
        Assert.True(With(first.Cosign(text) + second.Cosign(text)).TryVerify(leaf, key, out var checkpoint, out _));
        Assert.Equal(log.Head, checkpoint.Head);
    }

    private static LogFault FaultOf(TlogProof proof, Hash32 leaf, CheckpointVerifier key)
    {
        Assert.False(proof.TryVerify(leaf, key, out var checkpoint, out var fault));
        Assert.Null(checkpoint);
        return fault;
    }

    [Fact]
    public void File_OverTheLimit_IsRefused()
    {
        var checkpoint = new byte[TlogProof.MaxLength];
        Assert.False(TlogProof.TryParse(new TlogProof(0, [], checkpoint).Format(), out _));
    }

    [Fact]
    public void Proof_OfUnfitParts_IsTheCallersBug()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new TlogProof(-1, [], default));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TlogProof(0, new Hash32[64], default));
    }
}
