using System.Text;
using Broker.Cli;
using Broker.Sealing;

namespace Broker.Tests.Cli;

/// <summary>A depositor opens a source part of its own without a broker, and nobody else does.</summary>
public sealed class SourceCommandTests : IDisposable
{
    private const string Content = "record a depositor b\na source part\n";

    private readonly TemporaryFolder folder = new();
    private readonly TestMember member = new();
    private readonly CommandRun broker = new(() => new FakeGateway());

    [Fact]
    public async Task Open_WithTheMembersKey_WritesThePlaintextForItsOwnerAlone()
    {
        await broker.OkAsync("source", "open", Envelope(damaged: false), "--member", member.Folder.Path, "--out", folder.At("plain"));

        Assert.Equal(Content, await File.ReadAllTextAsync(folder.At("plain")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.At("plain")));
    }

    [Fact]
    public async Task Open_OntoAFileThatExists_IsRefusedAndLeavesIt()
    {
        var taken = folder.Write("taken", "a key that is nowhere else");
        var (code, _, error) = await broker.RunAsync("source", "open", Envelope(damaged: false), "--member", member.Folder.Path, "--out", taken);

        Assert.Equal(ExitCodes.Failure, code);
        Assert.Contains("exists already", error, StringComparison.Ordinal);
        Assert.Equal("a key that is nowhere else", await File.ReadAllTextAsync(taken));
    }

    [Fact]
    public async Task Open_ByAnotherMemberOrOfADamagedEnvelope_IsRefusedAndWritesNothing()
    {
        using TestMember stranger = new(seed: 2);
        var (another, _, _) = await broker.RunAsync("source", "open", Envelope(damaged: false), "--member", stranger.Folder.Path, "--out", folder.At("plain"));
        var (broken, _, _) = await broker.RunAsync("source", "open", Envelope(damaged: true), "--member", member.Folder.Path, "--out", folder.At("plain"));

        Assert.Equal((ExitCodes.No, ExitCodes.No), (another, broken));
        Assert.False(File.Exists(folder.At("plain")));
    }

    public void Dispose()
    {
        member.Dispose();
        folder.Dispose();
    }

    private string Envelope(bool damaged)
    {
        var content = Encoding.ASCII.GetBytes(Content);
        var padded = new byte[Padding.PaddedLength(content.Length)];
        Padding.Pad(content, padded);
        using MemoryStream input = new(padded);
        using MemoryStream output = new();
        AgeEnvelope.Write(output, input, [Convert.FromHexString(member.Card.SealingKey)], member.Fill);
        var envelope = output.ToArray();
        envelope[^1] ^= damaged ? (byte)1 : (byte)0;
        File.WriteAllBytes(folder.At("source.age"), envelope);
        return folder.At("source.age");
    }
}
