using Broker.Transparency.Tests.Reference;

namespace Broker.Transparency.Tests;

public sealed class SignedNoteTests
{
    [Fact]
    public void Sign_ByTwo_IsOpenedByEither()
    {
        var (first, second, stranger) = (new TestKey("first.example"), new TestKey("second.example"), new TestKey("first.example", 1));
        var note = SignedNote.AddSignature(SignedNote.Sign("a\n\nb\n", first.Signer), second.Signer);

        Assert.Equal(SignedNote.Sign("a\n\nb\n", first.Signer, second.Signer), note);
        Assert.True(SignedNote.TryOpen(note, [second.Verifier], out var one, out _));
        Assert.Equal(("a\n\nb\n", 1), (one.Text, one.SignedBy.Count));
        Assert.True(SignedNote.TryOpen(note, [first.Verifier, second.Verifier], out var both, out _));
        Assert.Equal([first.Key, second.Key], both.SignedBy);
        Assert.False(SignedNote.TryOpen(note, [stranger.Verifier], out _, out var fault));
        Assert.Equal(NoteFault.NoTrustedSignature, fault);
    }

    [Fact]
    public void Open_OfAKeyTrustedTwice_CountsItOnce()
    {
        var key = new TestKey("officer.example");
        var note = SignedNote.AddSignature(SignedNote.Sign("text\n", key.Signer), key.Signer);

        Assert.True(SignedNote.TryOpen(note, [key.Verifier, key.Verifier], out var opened, out _));
        Assert.Single(opened.SignedBy);
    }

    [Fact]
    public void Open_WithOneGoodAndOneBadSignatureOfTrustedKeys_IsRefused()
    {
        var (good, bad) = (new TestKey("good.example"), new TestKey("bad.example"));
        var liar = new NoteSigner(bad.Key, (_, signature) => signature.Clear());
        var note = SignedNote.Sign("text\n", good.Signer, liar);

        Assert.False(SignedNote.TryOpen(note, [good.Verifier, bad.Verifier], out var opened, out var fault));
        Assert.Equal((null, NoteFault.InvalidSignature), (opened, fault));
        Assert.True(SignedNote.TryOpen(note, [good.Verifier], out _, out _));
    }

    [Fact]
    public void Open_WithAnyByteOfTheTextChanged_IsRefused()
    {
        var key = new TestKey("log.example");
        const string text = "one\ntwo\n";
        var note = SignedNote.Sign(text, key.Signer);
        for (var i = 0; i < text.Length; i++)
        {
            var bad = (byte[])note.Clone();
            bad[i] ^= 1;
            Assert.False(SignedNote.TryOpen(bad, [key.Verifier], out _, out var fault));
            Assert.Contains(fault, new[] { NoteFault.InvalidSignature, NoteFault.Malformed });
        }
    }

    [Fact]
    public void Open_OverTheLimit_IsRefusedBeforeAnySignatureIsVerified()
    {
        var key = new TestKey("log.example");
        var never = new NoteVerifier(key.Key, (_, _, _) => throw new InvalidOperationException("verified"));
        var tooLong = SignedNote.Sign(new string('a', SignedNote.MaxLength) + "\n", key.Signer);
        var tooMany = SignedNote.Sign("text\n", [.. Enumerable.Repeat(key.Signer, SignedNote.MaxSignatures + 1)]);

        Assert.False(SignedNote.TryOpen(tooLong, [never], out _, out var lengthFault));
        Assert.False(SignedNote.TryOpen(tooMany, [never], out _, out var countFault));
        Assert.Equal((NoteFault.Malformed, NoteFault.Malformed), (lengthFault, countFault));
        Assert.Throws<ArgumentException>(() => SignedNote.AddSignature(tooMany, key.Signer));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no newline")]
    [InlineData("tab\there\n")]
    [InlineData("carriage return\r\n")]
    public void Sign_OfAnUnfitText_IsTheCallersBug(string text) =>
        Assert.Throws<ArgumentException>(() => SignedNote.Sign(text, new TestKey("log.example").Signer));

    [Fact]
    public void Sign_OfATextThatHasNoUtf8_IsTheCallersBug() =>
        Assert.Throws<ArgumentException>(() => SignedNote.Sign("lone surrogate \ud800\n", new TestKey("log.example").Signer));

    [Fact]
    public void Sign_ByNobody_IsTheCallersBug() => Assert.Throws<ArgumentException>(() => SignedNote.Sign("text\n"));
}
