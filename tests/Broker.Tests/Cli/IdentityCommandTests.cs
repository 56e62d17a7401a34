using System.Text;
using Broker.Cli;
using Broker.Sealing;

namespace Broker.Tests.Cli;

/// <summary>The offline identity: made under a passphrase, it signs epoch keys of its own instance and nothing else.</summary>
public sealed class IdentityCommandTests : IDisposable
{
    private const string OriginName = "broker.test";
    private const string Secret = "correct horse battery staple";

    private readonly TemporaryFolder folder = new();
    private readonly CommandRun broker = new(() => new FakeGateway());

    [Fact]
    public async Task Sign_EpochText_MakesTheNoteThatDepositorsCheck()
    {
        var publicKey = await NewAsync();
        var (text, epoch) = Epoch(OriginName);
        var output = await broker.OkAsync(
            "identity", "sign", folder.Write("epoch.txt", text), "--identity", folder.At("identity"), "--out", folder.At("note"), "--passphrase-file", folder.At("passphrase"));
        Assert.Contains(text, output, StringComparison.Ordinal);
        Assert.True(EpochKeyNote.TryParse(await File.ReadAllBytesAsync(folder.At("note")), Origin.Parse(OriginName), OriginName + "/identity", Convert.FromHexString(publicKey), out var signed));
        Assert.Equal(epoch.Id, signed!.Id);
    }

    [Fact]
    public async Task Sign_OntoTheIdentityItself_IsRefusedAndAnEarlierNoteIsReplaced()
    {
        await NewAsync();
        var identity = await File.ReadAllBytesAsync(folder.At("identity"));
        string[] command = ["identity", "sign", folder.Write("epoch.txt", Epoch(OriginName).Text), "--identity", folder.At("identity"), "--passphrase-file", folder.At("passphrase"), "--out"];
        var (code, _, error) = await broker.RunAsync([.. command, folder.At("identity")]);
        Assert.Equal(ExitCodes.Failure, code);
        Assert.Contains("exists already and is something else", error, StringComparison.Ordinal);
        Assert.Equal(identity, await File.ReadAllBytesAsync(folder.At("identity")));

        await broker.OkAsync([.. command, folder.At("note")]);
        await broker.OkAsync([.. command, folder.At("note")]);
    }

    [Theory]
    [InlineData("epoch")]
    [InlineData("rotate")]
    public async Task EpochText_OntoAKey_IsRefusedBeforeTheGatewayIsAsked(string step)
    {
        await broker.OkAsync("keys", "new", "--out", folder.At("op"), "--name", "op");
        var key = folder.At("op", "signing.key");
        var before = await File.ReadAllBytesAsync(key);
        var (code, _, error) = await broker.RunAsync("vault", step, "--operator", folder.At("op"), "--gateway", "http://localhost:5080", "--out", key);
        Assert.Equal(ExitCodes.Failure, code);
        Assert.Contains("exists already and is something else", error, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(key));
    }

    [Fact]
    public async Task Sign_PassphraseThroughAPipe_IsTheFirstLine()
    {
        await NewAsync();
        broker.Input = Encoding.UTF8.GetBytes(Secret + "\r\nmore\n");
        await broker.OkAsync("identity", "sign", folder.Write("epoch.txt", Epoch(OriginName).Text), "--identity", folder.At("identity"), "--out", folder.At("note"));
        Assert.True(File.Exists(folder.At("note")));
    }

    [Theory]
    [InlineData("other.test", "")]
    [InlineData(OriginName, "one line more\n")]
    public async Task Sign_AnythingElse_IsRefusedBeforeThePassphraseIsAsked(string origin, string more)
    {
        await NewAsync();
        var file = folder.Write("epoch.txt", Epoch(origin).Text + more);
        var (code, _, error) = await broker.RunAsync("identity", "sign", file, "--identity", folder.At("identity"), "--out", folder.At("note"), "--passphrase-file", folder.At("nowhere"));
        Assert.Equal(ExitCodes.No, code);
        Assert.Contains("nothing was signed", error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.At("note")));
    }

    [Fact]
    public async Task Sign_WrongPassphrase_IsRefused()
    {
        await NewAsync();
        var (code, _, error) = await broker.RunAsync(
            "identity", "sign", folder.Write("epoch.txt", Epoch(OriginName).Text), "--identity", folder.At("identity"), "--out", folder.At("note"),
            "--passphrase-file", folder.Write("other", "another passphrase\n"));
        Assert.Equal(ExitCodes.No, code);
        Assert.Contains("does not open", error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.At("note")));
    }

    [Fact]
    public async Task New_File_HoldsNeitherPassphraseNorIsOverwritten()
    {
        await NewAsync();
        var bytes = await File.ReadAllBytesAsync(folder.At("identity"));
        Assert.DoesNotContain(Secret, Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.At("identity")));
        }

        Assert.Equal(ExitCodes.Failure, (await broker.RunAsync("identity", "new", "--out", folder.At("identity"), "--origin", OriginName, "--passphrase-file", folder.At("passphrase"))).Code);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(folder.At("identity")));
    }

    [Theory]
    [InlineData("short", OriginName)]
    [InlineData(Secret, "Broker Example")]
    public async Task New_ShortPassphraseOrBadOrigin_MakesNothing(string passphrase, string origin)
    {
        var (code, _, _) = await broker.RunAsync("identity", "new", "--out", folder.At("identity"), "--origin", origin, "--passphrase-file", folder.Write("p", passphrase + "\n"));
        Assert.Equal(ExitCodes.Failure, code);
        Assert.False(File.Exists(folder.At("identity")));
    }

    [Fact]
    public async Task New_AtATerminal_AsksTwiceAndTakesOnlyTheSame()
    {
        broker.Typed.Enqueue(Secret);
        broker.Typed.Enqueue(Secret + "!");
        var (code, _, error) = await broker.RunAsync("identity", "new", "--out", folder.At("identity"), "--origin", OriginName);
        Assert.Equal((ExitCodes.Failure, "the two differ: nothing was made\n"), (code, error));
        Assert.False(File.Exists(folder.At("identity")));

        broker.Typed.Enqueue(Secret);
        broker.Typed.Enqueue(Secret);
        await broker.OkAsync("identity", "new", "--out", folder.At("identity"), "--origin", OriginName);
        broker.Typed.Enqueue(Secret);
        await broker.OkAsync("identity", "sign", folder.Write("epoch.txt", Epoch(OriginName).Text), "--identity", folder.At("identity"), "--out", folder.At("note"));
        Assert.Empty(broker.Typed);
    }

    [Fact]
    public async Task Show_OtherFile_IsNoIdentity()
    {
        Assert.Contains("is not an identity", (await broker.RunAsync("identity", "show", folder.Write("x", "broker-identity/1\n"))).Error, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    /// <summary>Makes an identity; its public key as `show` prints it.</summary>
    private async Task<string> NewAsync()
    {
        await broker.OkAsync("identity", "new", "--out", folder.At("identity"), "--origin", OriginName, "--passphrase-file", folder.Write("passphrase", Secret + "\n"));
        return (await broker.OkAsync("identity", "show", folder.At("identity"))).Split('\n')[0]["public key ".Length..];
    }

    private static (string Text, EpochKey Key) Epoch(string origin)
    {
        CounterRandom random = new(3);
        using var key = X25519PrivateKey.Generate(random.Fill);
        EpochKey epoch = new(EpochId.New(random.Fill), key.PublicKey);
        return (EpochKeyNote.FormatText(Origin.Parse(origin), epoch), epoch);
    }
}
