using Broker.Transparency.Tests.Reference;

namespace Broker.Transparency.Tests;

public sealed class CheckpointTests
{
    private static readonly TestKey Log = new("log.example");
    private static readonly TreeHead Five = new(5, Tree300.Root(5));

    [Fact]
    public void Open_OfAPublishedCheckpointOfAnotherLog_SeesThatOriginAndKeyNameDiffer()
    {
        var vector = VectorFiles.Cases("note", "signed-note.json", "notes")
            .Single(c => c.GetProperty("name").GetString() == "real Go sumdb checkpoint");
        Assert.True(VerifierKey.TryParse(vector.GetProperty("vkeys")[0].GetString(), out var key));
        var note = vector.GetProperty("note_b64").GetBytesFromBase64();
        var verifier = new NoteVerifier(key, Ed25519Reference.Verify);

        Assert.False(Checkpoint.TryOpen(note, verifier, out _, out var fault));
        Assert.Equal(LogFault.OriginMismatch, fault);
        Assert.True(SignedNote.TryOpen(note, [verifier], out var opened, out _));
        Assert.True(Checkpoint.TryParse(opened.Text, out var checkpoint));
        Assert.Equal(("go.sum database tree", 35_225_469), (checkpoint.Origin, checkpoint.Head.Size));
    }

    [Fact]
    public void Open_OfOurOwn_GivesWhatWasSigned()
    {
        var note = new Checkpoint("log.example", Five).Sign(Log.Signer);

        Assert.True(Checkpoint.TryOpen(note, Log.Verifier, out var opened, out var fault));
        Assert.Equal((new Checkpoint("log.example", Five), LogFault.None), (opened, fault));
        var cosigned = SignedNote.AddSignature(note, new TestKey("witness.example").Signer);
        Assert.True(Checkpoint.TryOpen(cosigned, Log.Verifier, out _, out _));
    }

    [Fact]
    public void Open_OfANoteThatIsNoCheckpoint_SaysWhy()
    {
        Assert.Equal(LogFault.CheckpointMalformed, FaultOf(SignedNote.Sign("log.example\n5\n", Log.Signer)));
        Assert.Equal(LogFault.CheckpointMalformed, FaultOf("log.example\n5\n"u8.ToArray()));
        Assert.Equal(LogFault.CheckpointMalformed, FaultOf([]));
        Assert.Equal(
            LogFault.OriginMismatch, FaultOf(SignedNote.Sign(new Checkpoint("other.example", Five).ToNoteText(), Log.Signer)));
        Assert.Equal(
            LogFault.NoTrustedSignature, FaultOf(new Checkpoint("log.example", Five).Sign(new TestKey("log.example", 1).Signer)));
        var liar = new NoteSigner(Log.Key, (_, signature) => signature.Clear());
        Assert.Equal(LogFault.InvalidSignature, FaultOf(new Checkpoint("log.example", Five).Sign(liar)));
    }

    private static LogFault FaultOf(byte[] note)
    {
        Assert.False(Checkpoint.TryOpen(note, Log.Verifier, out var opened, out var fault));
        Assert.Null(opened);
        return fault;
    }

    [Fact]
    public void Sign_ByAKeyOfAnotherName_IsTheCallersBug() =>
        Assert.Throws<ArgumentException>(() => new Checkpoint("other.example", Five).Sign(Log.Signer));

    [Theory]
    [InlineData("", 5)]
    [InlineData("two\nlines", 5)]
    [InlineData("log.example", -1)]
    public void Text_OfAnUnfitCheckpoint_IsTheCallersBug(string origin, long size) =>
        Assert.ThrowsAny<ArgumentException>(() => new Checkpoint(origin, Five with { Size = size }).ToNoteText());
}
