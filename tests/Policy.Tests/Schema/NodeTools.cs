using System.Diagnostics;
using System.Text;

namespace Broker.Policy.Tests.Schema;

/// <summary>Node and the packages of tests/interop, which build/install-test-tools.sh installs.</summary>
internal static class NodeTools
{
    private const string Node = "node";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Why these tests can't run, or null.</summary>
    internal static string? Missing() => !IsOnPath() ? $"{Node} is not installed; `make test` installs it where it may"
        : !File.Exists(InWorkshop("stamp")) || !Directory.Exists(InWorkshop("node_modules", "ajv")) ? "the packages of tests/interop are not installed; `make test` installs them"
        : null;

    /// <summary>Runs a program of tests/interop; what it writes.</summary>
    internal static async Task<string> RunAsync(string program, string input)
    {
        var start = new ProcessStartInfo(Node) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, StandardInputEncoding = new UTF8Encoding(false) };
        start.ArgumentList.Add(InWorkshop(program));
        using Process process = Process.Start(start)!;
        using var timeout = new CancellationTokenSource(Patience);
        await using CancellationTokenRegistration kill = timeout.Token.Register(() => process.Kill(entireProcessTree: true));
        Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None), errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(CancellationToken.None);
        Assert.True(process.ExitCode == 0, await errors);
        return await output;
    }

    private static string InWorkshop(params string[] path) => RepositoryFiles.PathOf(["artifacts", "interop", .. path]);

    private static bool IsOnPath() => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
        .Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, Node)));
}
