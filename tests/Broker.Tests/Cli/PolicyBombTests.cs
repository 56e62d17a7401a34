using System.Diagnostics;
using System.Globalization;
using Broker.Cli;
using DemoRun = Broker.Tests.Demo.DemoRun;

namespace Broker.Tests.Cli;

/// <summary>Files made to hurt, given to <c>broker policy lint</c> as an officer would who was sent one.</summary>
public sealed class PolicyBombTests : IDisposable
{
    // Ten times what a good policy takes; past it the runtime ends the process with another code than a refusal's.
    private const string HeapLimit = "0x8000000";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly CommandRun Nowhere = new(() => throw new InvalidOperationException("lint asks nobody"));

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string, string, string> Bombs => new()
    {
        { "brackets, one line", new string('[', 40 * 1024), ":1:1: the line is longer" },
        { "brackets, a line each", string.Concat(Enumerable.Repeat("[\n", 20 * 1024)), ":33:1: nested deeper than 32" },
        { "billion laughs", BillionLaughs(), ":1:5: anchors and aliases" },
        { "a scalar of 10 MB", $"community: {new string('x', 10 * 1024 * 1024)}\n", ":1:1: the file is larger" },
        { "a folded scalar of 10 MB", "community: >\n" + string.Concat(Enumerable.Repeat("  xxxxxxxxxxxx\n", 700_000)), ":1:1: the file is larger" },
        { "a scalar of nearly 1 MB", "community: >\n" + string.Concat(Enumerable.Repeat("  xxxxxxxxxxxx\n", 69_000)), ":1:12: `xxxx" },
        { "duplicate keys", string.Concat(Enumerable.Repeat("country: CAF\n", 10_000)), ":2:1: duplicate key `country`" },
        { "a tag", "country: !!python/object/apply:os.system ['true']\n", ":1:10: tags are not allowed" },
    };

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Bombs))]
    public async Task Lint_OfABomb_IsRefusedWithALineByALivingProcess(string name, string content, string expected)
    {
        Assert.NotEmpty(name);
        var file = folder.Write("bomb.yaml", content);
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[DemoRun.Broker, "policy", "lint", file])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["DOTNET_GCHeapHardLimit"] = HeapLimit;
        using var lint = Process.Start(start)!;
        using CancellationTokenSource late = new(Patience);
        await using var kill = late.Token.Register(() => lint.Kill(entireProcessTree: true));
        var (output, errors) = (lint.StandardOutput.ReadToEndAsync(CancellationToken.None), lint.StandardError.ReadToEndAsync(CancellationToken.None));
        await lint.WaitForExitAsync(CancellationToken.None);
        Assert.Equal((ExitCodes.No, ""), (lint.ExitCode, await errors));

        // The console breaks long lines where it likes.
        Assert.Contains(Joined(file + expected), Joined(await output), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lint_OfAllBombsInOneProcess_StillReadsAGoodPolicy()
    {
        foreach (var bomb in Bombs)
        {
            var file = folder.Write("bomb.yaml", (string)bomb[1]);
            var (code, output, _) = await Nowhere.RunAsync("policy", "lint", file);
            Assert.Equal(ExitCodes.No, code);
            Assert.Contains(file + (string)bomb[2], output, StringComparison.Ordinal);
        }

        await Nowhere.OkAsync("policy", "lint", Path.Combine(Repository.Root, "policies", "caf-2013.yaml"));
    }

    private static string Joined(string text) => string.Concat(text.Where(letter => !char.IsWhiteSpace(letter)));

    private static string BillionLaughs()
    {
        var lines = Enumerable.Range(1, 30).Select(level => string.Create(
            CultureInfo.InvariantCulture, $"a{level}: &a{level} [{string.Join(", ", Enumerable.Repeat($"*a{level - 1}", 10))}]"));
        return string.Join('\n', lines.Prepend("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]")) + "\n";
    }
}
