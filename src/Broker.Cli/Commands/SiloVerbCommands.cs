using System.CommandLine;
using System.Diagnostics;

namespace Broker.Cli;

/// <summary><c>broker backup</c>, <c>gone</c>, <c>restore</c>, <c>doctor</c>: handed on to the silo's program, which has the right to the data and knows its layout.</summary>
internal static class SiloVerbCommands
{
    public static IEnumerable<Command> Create() =>
    [
        Verb("backup", "At the silo's machine: write a backup of its store to a file, also while it runs"),
        Verb("gone", "At the silo's machine: write the list of records that were withdrawn or have expired, for a restore"),
        Verb("restore", "At the silo's machine: restore a backup into an empty data folder or database"),
        Verb("doctor", "At the silo's machine: check the installation, say what is wrong and what to do"),
    ];

    private static Command Verb(string name, string description)
    {
        var silo = CommonOptions.Text("--silo", "Executable of the silo; default: beside this tool", required: false);
        Command command = new(name, $"{description}; what follows is the silo's: {name} and its settings, as --Silo:DataFolder") { silo };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((result, cancellation) => RunAsync(HostFiles.Find(result.GetValue(silo), "Broker.Silo"), [name, .. result.UnmatchedTokens], cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string executable, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        ProcessStartInfo start = new(executable, arguments) { UseShellExecute = false };
        start.Environment.TryAdd("DOTNET_ROOT", HostFiles.DotnetRoot);
        using var process = Process.Start(start) ?? throw new CommandFailure($"`{executable}` can't be started");
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode;
    }
}
