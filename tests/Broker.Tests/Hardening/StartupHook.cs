using System.Diagnostics.CodeAnalysis;

/// <summary>What <c>DOTNET_STARTUP_HOOKS</c> runs in a process that lets it: it leaves a file, and so shows that it could have read anything.</summary>
[SuppressMessage("Design", "CA1050", Justification = "the runtime finds a hook by this name outside of any namespace")]
internal static class StartupHook
{
    public const string File = "BROKER_TESTS_HOOK_FILE";

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(File) is { } path)
        {
            System.IO.File.WriteAllText(path, "loaded");
        }
    }
}
