using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Broker.Transparency.Tests.Interop;

/// <summary>The Go program of tests/interop/sumdb, which build/install-test-tools.sh builds.</summary>
internal static class GoSumdb
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static string Program => Path.Combine(VectorFolders.Root, "artifacts", "interop", "sumdb");

    /// <summary>Why these tests can't run, or null.</summary>
    internal static string? Missing() => File.Exists(Program) ? null : "the Go program of tests/interop/sumdb is not built; `make test` builds it where Go and golang.org/x/mod are or may be installed";

    /// <summary>Runs jobs; their results in order.</summary>
    internal static async Task<List<GoResult>> RunAsync(IReadOnlyCollection<GoJob> jobs)
    {
        var start = new ProcessStartInfo(Program) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, StandardInputEncoding = new UTF8Encoding(false) };
        using var process = Process.Start(start)!;
        using var timeout = new CancellationTokenSource(Patience);
        await using var kill = timeout.Token.Register(() => process.Kill(entireProcessTree: true));
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(CancellationToken.None), process.StandardError.ReadToEndAsync(CancellationToken.None));
        await process.StandardInput.WriteAsync(JsonSerializer.Serialize(jobs));
        process.StandardInput.Close();
        await process.WaitForExitAsync(CancellationToken.None);
        Assert.True(process.ExitCode == 0, await errors);
        var results = JsonSerializer.Deserialize<List<GoResult>>(await output)!;
        Assert.Equal(jobs.Count, results.Count);
        return results;
    }
}
