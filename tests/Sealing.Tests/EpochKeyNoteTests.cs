using System.Text;
using Broker.Sealing.Tests.Support;

namespace Broker.Sealing.Tests;

public sealed class EpochKeyNoteTests : IDisposable
{
    private const string Name = "broker.example/identity";
    private static readonly Origin Here = Origin.Parse("broker.example/test");

    private readonly SeededRandom random = new("epoch key");
    private readonly Ed25519SigningKey identity;
    private readonly EpochKey epoch;

    public EpochKeyNoteTests()
    {
        identity = Ed25519SigningKey.Generate(random.Fill);
        using var key = X25519PrivateKey.Generate(random.Fill);
        epoch = new EpochKey(EpochId.Parse("0a0b0c0d"), key.PublicKey);
    }

    public void Dispose() => identity.Dispose();

    [Fact]
    public void TryParse_OfANote_GivesTheKey()
    {
        var note = EpochKeyNote.Format(Here, epoch, Name, identity);
        Assert.StartsWith(
            "broker.example/test/epoch-key/v1\nepoch 0a0b0c0d\nsuite 0020.0001.0003\npublic " + Convert.ToHexStringLower(epoch.PublicKey) + "\n\n— ",
            Encoding.UTF8.GetString(note), StringComparison.Ordinal);
        Assert.True(EpochKeyNote.TryParse(note, Here, Name, identity.PublicKey, out var parsed));
        Assert.Equal(epoch.Id, parsed!.Id);
        Assert.Equal(epoch.PublicKey, parsed.PublicKey);
    }

    [Fact]
    public void TryParse_ByAnotherIdentityOrForAnotherOrigin_Refuses()
    {
        using var other = Ed25519SigningKey.Generate(random.Fill);
        var note = EpochKeyNote.Format(Here, epoch, Name, identity);
        Assert.False(EpochKeyNote.TryParse(note, Here, Name, other.PublicKey, out _));
        Assert.False(EpochKeyNote.TryParse(note, Here, "other", identity.PublicKey, out _));
        Assert.False(EpochKeyNote.TryParse(note, Origin.Parse("broker.example"), Name, identity.PublicKey, out _));
    }

    [Theory]
    [InlineData("/epoch-key/", "/deposit/")]
    [InlineData("suite 0020.0001.0003", "suite 647a.0001.0003")]
    [InlineData("suite 0020.0001.0003\n", "")]
    [InlineData("epoch 0a", "epoch 0A")]
    [InlineData("public ", "public 00")]
    [InlineData("\nepoch", "\n\nepoch")]
    public void TryParse_OfASignedTextOfAnotherForm_Refuses(string found, string replaced)
    {
        var text = $"{Domains.EpochKey(Here)}\nepoch 0a0b0c0d\nsuite 0020.0001.0003\npublic {Convert.ToHexStringLower(epoch.PublicKey)}\n";
        var altered = text.Replace(found, replaced, StringComparison.Ordinal);
        Assert.NotEqual(text, altered);
        Assert.True(EpochKeyNote.TryParse(NoteText.Sign(text, Name, identity), Here, Name, identity.PublicKey, out _));
        Assert.False(EpochKeyNote.TryParse(NoteText.Sign(altered, Name, identity), Here, Name, identity.PublicKey, out _));
        Assert.False(EpochKeyNote.TryParse(NoteText.Sign(text + "more\n", Name, identity), Here, Name, identity.PublicKey, out _));
    }

    [Fact]
    public void LowOrderKey_SignedByTheIdentity_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => EpochKeyNote.Format(Here, epoch with { PublicKey = new byte[32] }, Name, identity));
        var text = $"{Domains.EpochKey(Here)}\nepoch 0a0b0c0d\nsuite 0020.0001.0003\npublic {new string('0', 64)}\n";
        Assert.False(EpochKeyNote.TryParse(NoteText.Sign(text, Name, identity), Here, Name, identity.PublicKey, out _));
    }

    [Fact]
    public void FormatText_ThenSign_IsTheNote()
    {
        var text = EpochKeyNote.FormatText(Here, epoch);
        Assert.True(EpochKeyNote.TryParseText(Encoding.UTF8.GetBytes(text), Here, out var parsed));
        Assert.Equal((epoch.Id, Convert.ToHexString(epoch.PublicKey)), (parsed!.Id, Convert.ToHexString(parsed.PublicKey)));
        Assert.Equal(EpochKeyNote.Format(Here, epoch, Name, identity), EpochKeyNote.Sign(text, Name, identity));
    }

    [Fact]
    public void TryParseText_OfWhatTheIdentityMustNotSign_Refuses()
    {
        var text = EpochKeyNote.FormatText(Here, epoch);
        string[] others =
        [
            "", text[..^1], text + "\n", text + "more\n", "\n" + text, text.ToUpperInvariant(),
            text.Replace("/epoch-key/", "/policy-activation/", StringComparison.Ordinal),
            text.Replace("broker.example/test", "broker.example", StringComparison.Ordinal),
            text.Replace("public ", "public  ", StringComparison.Ordinal),
            text.Replace(Convert.ToHexStringLower(epoch.PublicKey), new string('0', 64), StringComparison.Ordinal),
            Encoding.UTF8.GetString(EpochKeyNote.Sign(text, Name, identity)),
        ];
        Assert.All(others, other => Assert.False(EpochKeyNote.TryParseText(Encoding.UTF8.GetBytes(other), Here, out _)));
        Assert.Throws<ArgumentException>(() => EpochKeyNote.FormatText(Here, epoch with { PublicKey = new byte[32] }));
    }
}
