using System.Text;
using Broker.Transparency.Tests.Reference;

namespace Broker.Transparency.Tests;

/// <summary>The example of docs/specs/disclosure-log.md, with real Ed25519 signatures made by another implementation.</summary>
public sealed class DisclosureLogPageTests
{
    private static readonly System.Text.Json.JsonElement Example = VectorFiles.Read("log", "example.json");

    private static Dictionary<string, byte[]> Files() => Example.GetProperty("files").EnumerateObject()
        .ToDictionary(f => f.Name, f => Convert.FromHexString(f.Value.GetString()!));

    private static CheckpointVerifier Log()
    {
        Assert.True(TrustFile.TryParse(Encoding.UTF8.GetBytes(Example.GetProperty("trust").GetString()!), out var trust, out _));
        Assert.NotNull(trust.Identity);
        return CheckpointVerifier.Of(trust, Ed25519Reference.Verify);
    }

    [Fact]
    public void Example_Verifies()
    {
        var report = LogVerification.Check(path => Files().GetValueOrDefault(path), Log());
        Assert.Equal((LogFault.None, 3), (report.Fault, report.Entries));

        Assert.True(TlogProof.TryParse(Encoding.UTF8.GetBytes(Example.GetProperty("proof").GetString()!), out var proof));
        var leaf = MerkleHash.Leaf(Encoding.UTF8.GetBytes(Example.GetProperty("entry").GetString()!));
        Assert.True(proof.TryVerify(leaf, Log(), out _, out _));
        Assert.False(proof.TryVerify(MerkleHash.Leaf("another entry"u8), Log(), out _, out var fault));
        Assert.Equal(LogFault.RootMismatch, fault);
    }

    [Fact]
    public void Example_IsWhatTheWriterWrites()
    {
        ReadOnlyMemory<byte>[] entries = ["first entry"u8.ToArray(), "second entry"u8.ToArray(), "third entry"u8.ToArray()];
        Assert.True(TileWriter.TryAppend(TreeHead.Empty, entries, _ => null, out var growth, out _));
        Assert.All(growth.Files, file => Assert.Equal(Files()[file.Path.ToString()], file.Content.ToArray()));
        Assert.Equal(Files().Count, growth.Files.Count + 1);
    }

    [Fact]
    public void Page_ShowsTheExampleAndEveryFault()
    {
        var page = VectorFiles.Text("docs", "specs", "disclosure-log.md");
        Assert.Contains(Example.GetProperty("trust").GetString()!, page, StringComparison.Ordinal);
        Assert.Contains(Example.GetProperty("proof").GetString()!, page, StringComparison.Ordinal);
        Assert.Contains(Encoding.UTF8.GetString(Files()[TilePath.Checkpoint]), page, StringComparison.Ordinal);
        Assert.Contains(Convert.ToHexStringLower(Files()["tile/entries/000.p/3"]), page, StringComparison.Ordinal);
        Assert.All(Files().Keys, path => Assert.Contains(path, page, StringComparison.Ordinal));
        Assert.All(
            Enum.GetNames<LogFault>().Concat(Enum.GetNames<TrustFileFault>()).Where(f => f != nameof(LogFault.None)),
            fault => Assert.Contains($"`{fault}`", page, StringComparison.Ordinal));
    }
}
