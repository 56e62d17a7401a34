using Broker.Cli;
using Broker.Transparency;

namespace Broker.Tests.Verify;

public sealed class LogCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("verify-log-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Trust(VerifierKey key)
    {
        var file = Path.Combine(folder, "trust");
        File.WriteAllBytes(file, new TrustFile(key, null, WitnessPolicy.None).Format());
        return file;
    }

    private string Mirror(string name, int size, string series = "entry")
    {
        var directory = Path.Combine(folder, name);
        var entries = Enumerable.Range(0, size)
            .Select(i => new ReadOnlyMemory<byte>(System.Text.Encoding.ASCII.GetBytes($"{series} {i}"))).ToList();
        Assert.True(TileWriter.TryAppend(TreeHead.Empty, entries, _ => null, out var growth, out _));
        foreach (var file in growth.Files)
        {
            var path = Path.Combine(directory, file.Path.ToString());
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, file.Content.ToArray());
        }

        Directory.CreateDirectory(directory);
        var checkpoint = new Checkpoint(VerifyRun.Origin, growth.Head).Sign(VerifyRun.Signer());
        File.WriteAllBytes(Path.Combine(directory, TilePath.Checkpoint), checkpoint);
        return directory;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(300)]
    public void Log_Clean_Exits0AndSaysItsSizeAndRoot(int size)
    {
        var (exitCode, output) = VerifyRun.Run("log", "--dir", Mirror("clean", size), "--trust", Trust(VerifyRun.Signer().Key));

        Assert.True(exitCode == 0, output);
        Assert.StartsWith("the log holds", output, StringComparison.Ordinal);
        Assert.Contains($"entries    {size}\n", output, StringComparison.Ordinal);
        Assert.Contains(VerifyRun.Origin, output, StringComparison.Ordinal);
        Assert.Contains(VerifyRun.Root(size), output, StringComparison.Ordinal);
    }

    [Fact]
    public void Log_WithAnyFileDamagedOrGone_Exits1AndNamesTheFault()
    {
        var trust = Trust(VerifyRun.Signer().Key);
        var mirror = Mirror("damaged", 300);
        foreach (var file in Directory.GetFiles(mirror, "*", SearchOption.AllDirectories))
        {
            var content = File.ReadAllBytes(file);
            File.WriteAllBytes(file, [(byte)(content[0] ^ 1), .. content[1..]]);
            AssertRefused(VerifyRun.Run("log", "--dir", mirror, "--trust", trust));
            File.Delete(file);
            AssertRefused(VerifyRun.Run("log", "--dir", mirror, "--trust", trust));
            File.WriteAllBytes(file, content);
        }

        Assert.Equal(0, VerifyRun.Run("log", "--dir", mirror, "--trust", trust).ExitCode);
    }

    [Fact]
    public void Log_OfAnotherKey_Exits1()
    {
        var mirror = Mirror("other", 5);
        AssertRefused(VerifyRun.Run("log", "--dir", mirror, "--trust", Trust(VerifyRun.Signer(number: 1).Key)));
        AssertRefused(VerifyRun.Run("log", "--dir", mirror, "--trust", Trust(VerifyRun.Signer("other.example").Key)));
    }

    [Fact]
    public void Log_ThatExtendsAnEarlierCheckpoint_Exits0AndOneThatDoesNotExits1()
    {
        var trust = Trust(VerifyRun.Signer().Key);
        var (small, large, fork) = (Mirror("small", 200), Mirror("large", 300), Mirror("fork", 300, "fork"));
        var kept = Path.Combine(small, TilePath.Checkpoint);

        Assert.Equal(0, VerifyRun.Run("log", "--dir", large, "--trust", trust, "--earlier", kept).ExitCode);
        Assert.Equal(0, VerifyRun.Run("log", "--dir", fork, "--trust", trust).ExitCode);
        var forked = VerifyRun.Run("log", "--dir", fork, "--trust", trust, "--earlier", kept);
        AssertRefused(forked);
        Assert.Contains(LogFaultWords.Of(LogFault.Forked), forked.Output, StringComparison.Ordinal);
        var rolledBack = VerifyRun.Run("log", "--dir", small, "--trust", trust, "--earlier", Path.Combine(large, TilePath.Checkpoint));
        AssertRefused(rolledBack);
        Assert.Contains(LogFaultWords.Of(LogFault.RolledBack), rolledBack.Output, StringComparison.Ordinal);
        AssertRefused(VerifyRun.Run("log", "--dir", large, "--trust", trust, "--earlier", trust));
    }

    [Fact]
    public void Log_WithAMissingOrMalformedArgument_Exits1()
    {
        var (mirror, trust) = (Mirror("arguments", 5), Trust(VerifyRun.Signer().Key));
        string[][] runs =
        [
            ["log"],
            ["log", "--dir", mirror],
            ["log", "--trust", trust],
            ["log", "--dir", "", "--trust", trust],
            ["log", "--dir", "a\0b", "--trust", trust],
            ["log", "--dir", Path.Combine(folder, "absent"), "--trust", trust],
            ["log", "--dir", trust, "--trust", trust],
            ["log", "--dir", mirror, "--trust", mirror],
            ["log", "--dir", mirror, "--trust", Path.Combine(folder, "absent")],
            ["log", "--dir", mirror, "--trust", Path.Combine(mirror, TilePath.Checkpoint)],
            ["log", "--dir", mirror, "--dir", mirror, "--trust", trust],
            ["log", "--dir", mirror, "--trust", trust, "--earlier", Path.Combine(folder, "absent")],
            ["log", "--dir", mirror, "--trust", trust, "more"],
        ];
        Assert.All(runs, run => Assert.Equal(1, VerifyRun.Run(run).ExitCode));
    }

    private static void AssertRefused((int ExitCode, string Output) run)
    {
        Assert.Equal(1, run.ExitCode);
        Assert.True(
            run.Output.StartsWith("the log does not hold: ", StringComparison.Ordinal)
            || run.Output.StartsWith("nothing was verified: ", StringComparison.Ordinal), run.Output);
    }
}
