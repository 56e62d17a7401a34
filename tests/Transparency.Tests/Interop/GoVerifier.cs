using System.Diagnostics;

namespace Broker.Transparency.Tests.Interop;

/// <summary>The verifier of tests/interop/tlog, which build/install-test-tools.sh builds.</summary>
internal static class GoVerifier
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static string Program => Path.Combine(VectorFolders.Root, "artifacts", "interop", "tlog");

    internal static string? Missing => File.Exists(Program) ? null : "the verifier of tests/interop/tlog is not built; `make test` builds it where it can install Go";

    /// <summary>One answer a claim, in their order.</summary>
    internal static async Task<string[]> AskAsync(IReadOnlyList<string> claims)
    {
        using var process = Process.Start(new ProcessStartInfo(Program) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        using var timeout = new CancellationTokenSource(Patience);
        await using var kill = timeout.Token.Register(() => process.Kill());
        var answers = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        foreach (var claim in claims)
        {
            await process.StandardInput.WriteAsync($"{claim}\n");
        }

        process.StandardInput.Close();
        var lines = (await answers).Split('\n')[..^1];
        Assert.Equal(claims.Count, lines.Length);
        return lines;
    }
}
