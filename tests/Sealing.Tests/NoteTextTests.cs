using System.Text;
using Broker.Sealing.Tests.Support;

namespace Broker.Sealing.Tests;

public sealed class NoteTextTests : IDisposable
{
    private const string Name = "broker.example/identity";
    private const string Text = "broker.example/test/v1\nline\n\nline after an empty one\n";

    private readonly SeededRandom random = new("note");
    private readonly Ed25519SigningKey key;

    public NoteTextTests() => key = Ed25519SigningKey.Generate(random.Fill);

    public void Dispose() => key.Dispose();

    [Fact]
    public void Sign_OfAPublishedNote_GivesItsBytes()
    {
        // The example of c2sp.org/signed-note's reference implementation; the seed is the second half of its signer key.
        var seed = Convert.FromBase64String("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1..];
        using var published = Ed25519SigningKey.FromSeed(seed);
        var note = NoteText.Sign(
            "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n", "PeterNeumann", published);
        Assert.EndsWith(
            "\n\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n",
            Encoding.UTF8.GetString(note), StringComparison.Ordinal);
        Assert.True(NoteText.TryVerify(note, "PeterNeumann", published.PublicKey, out _));
    }

    [Fact]
    public void TryVerify_OfASignedText_GivesTheText()
    {
        Assert.True(NoteText.TryVerify(NoteText.Sign(Text, Name, key), Name, key.PublicKey, out var text));
        Assert.Equal(Text, Encoding.UTF8.GetString(text));
    }

    [Fact]
    public void TryVerify_WithAnyByteFlippedOrCutOrAdded_Refuses()
    {
        var note = NoteText.Sign(Text, Name, key);
        for (var i = 0; i < note.Length; i++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var altered = note.ToArray();
                altered[i] ^= (byte)(1 << bit);
                Assert.False(NoteText.TryVerify(altered, Name, key.PublicKey, out _));
            }

            Assert.False(NoteText.TryVerify(note.AsSpan(0, i), Name, key.PublicKey, out _));
        }

        Assert.False(NoteText.TryVerify([.. note, (byte)'\n'], Name, key.PublicKey, out _));
        Assert.False(NoteText.TryVerify([.. note, .. note[^40..]], Name, key.PublicKey, out _));
    }

    [Fact]
    public void TryVerify_WithASecondSignature_Refuses()
    {
        var note = NoteText.Sign(Text, Name, key);
        var line = note.AsSpan(note.AsSpan().LastIndexOf("\n\n"u8) + 2);
        Assert.False(NoteText.TryVerify([.. note, .. line], Name, key.PublicKey, out _));
    }

    [Fact]
    public void TryVerify_WithAnotherNameOrKey_Refuses()
    {
        using var other = Ed25519SigningKey.Generate(random.Fill);
        var note = NoteText.Sign(Text, Name, key);
        Assert.False(NoteText.TryVerify(note, "broker.example/other", key.PublicKey, out _));
        Assert.False(NoteText.TryVerify(note, Name, other.PublicKey, out _));
        Assert.False(NoteText.TryVerify(note, Name, key.PublicKey.AsSpan(1), out _));
        Assert.False(NoteText.TryVerify(note, "", key.PublicKey, out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("no line feed")]
    [InlineData("carriage return\r\n")]
    [InlineData("tab\tinside\n")]
    [InlineData("delete\u007f\n")]
    public void Sign_OfATextThatIsNone_IsACallersBug(string text) =>
        Assert.Throws<ArgumentException>(() => NoteText.Sign(text, Name, key));

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a+b")]
    [InlineData("a\nb")]
    [InlineData("é")]
    public void Sign_UnderANameThatIsNone_IsACallersBug(string name) =>
        Assert.Throws<ArgumentException>(() => NoteText.Sign(Text, name, key));

    [Fact]
    public void Sign_OfInvalidUtf8_IsACallersBug() =>
        Assert.Throws<ArgumentException>(() => NoteText.Sign([0xC3, 0x28, (byte)'\n'], Name, key));
}
