using System.Diagnostics;
using Broker.Cli;
using Broker.Tests.Hardening;

namespace Broker.Tests.Silo.Backup;

/// <summary>The silo's program, run for one of its verbs on the folder of a development silo.</summary>
internal static class VerbProcess
{
    /// <summary>Exit code, and both outputs.</summary>
    public static Task<(int Code, string Output)> RunAsync(TemporaryFolder folder, params string[] verb) => RunAsync(HostUnderTest.Executable("Broker.Silo"), folder, verb);

    /// <summary>The same through the tool.</summary>
    public static Task<(int Code, string Output)> RunToolAsync(TemporaryFolder folder, params string[] verb) =>
        RunAsync(Path.Combine(HostFiles.ProjectOutput(AppContext.BaseDirectory, "Broker.Cli"), "broker"), folder, verb);

    private static async Task<(int Code, string Output)> RunAsync(string program, TemporaryFolder folder, string[] verb)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, [.. verb, .. HostUnderTest.SiloArguments(folder)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder.Path,
            Environment = { ["DOTNET_ROOT"] = HostFiles.DotnetRoot },
        })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await errors);
    }
}
