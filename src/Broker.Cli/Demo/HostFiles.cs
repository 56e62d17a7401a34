using System.Runtime.InteropServices;

namespace Broker.Cli;

/// <summary>Finds the executables of silo and gateway, and the runtime that runs this process, for theirs.</summary>
internal static class HostFiles
{
    /// <summary>The executable given, or the one that stands beside this tool in the build's output.</summary>
    public static string Find(string? given, string project)
    {
        var path = given ?? Path.Combine(ProjectOutput(AppContext.BaseDirectory, project), project + (OperatingSystem.IsWindows() ? ".exe" : ""));
        return Existing(path);
    }

    /// <summary>The whole path of an executable that is there.</summary>
    public static string Existing(string path)
        => File.Exists(path) ? Path.GetFullPath(path) : throw new CommandFailure($"no executable `{path}`: build the solution, or name it");

    /// <summary><c>bin/Broker.Cli/release</c> → <c>bin/project/release</c>.</summary>
    public static string ProjectOutput(string own, string project)
    {
        var configuration = new DirectoryInfo(own);
        var bin = configuration.Parent?.Parent ?? throw new CommandFailure("this tool does not stand in a build's output: name the executables");
        return Path.Combine(bin.FullName, project, configuration.Name);
    }

    /// <summary>The folder of the .NET installation that runs this process.</summary>
    public static string DotnetRoot
        // <root>/shared/Microsoft.NETCore.App/<version>/
        => Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
}
