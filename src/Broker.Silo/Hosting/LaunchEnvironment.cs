using System.Text;

namespace Broker.Silo.Hosting;

/// <summary>The environment that a silo runs in: without what would load code into it, open it to debuggers or write its memory to a file.</summary>
/// <remarks>
/// The runtime reads hundreds of variables under its prefixes, more with each version: an allow-list of those that only say where it is
/// installed and how much of the machine it may use. Entries are raw bytes, because the operating system promises no encoding.
/// </remarks>
internal static class LaunchEnvironment
{
    /// <summary>Turns off the diagnostics socket, the debugger's pipes and profilers; the runtime reads it from the environment only.</summary>
    private const string DiagnosticsOff = "DOTNET_EnableDiagnostics=0";

    private static readonly string[] RuntimePrefixes = ["DOTNET_", "COMPlus_", "CORECLR_"];

    private static readonly string[] LoaderVariables = ["LD_PRELOAD", "LD_AUDIT", "LD_PROFILE"];

    private static readonly HashSet<string> Kept = new(StringComparer.Ordinal)
    {
        "DOTNET_ROOT", "DOTNET_ROOT_X64", "DOTNET_ROOT_ARM64", "DOTNET_ROLL_FORWARD", "DOTNET_ENVIRONMENT", "DOTNET_PROCESSOR_COUNT",
        "DOTNET_GCHeapHardLimit", "DOTNET_GCHeapHardLimitPercent", "DOTNET_GCConserveMemory",
    };

    /// <summary>The entries to run with, in their order, and whether they are already those given.</summary>
    /// <param name="entries">Entries as <c>name=value</c>.</param>
    public static (IReadOnlyList<byte[]> Entries, bool IsSame) Clean(IReadOnlyList<byte[]> entries)
    {
        byte[] off = Encoding.ASCII.GetBytes(DiagnosticsOff);
        var kept = new List<byte[]>(entries.Count + 1);
        kept.AddRange(entries.Where(entry => IsKept(Name(entry)) || entry.AsSpan().SequenceEqual(off)));
        if (!kept.Exists(entry => entry.AsSpan().SequenceEqual(off)))
        {
            kept.Add(off);
        }

        return (kept, kept.Count == entries.Count && kept.Zip(entries).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second)));
    }

    private static bool IsKept(string name) =>
        Kept.Contains(name)
        // The host's configuration reads the silo's own settings under this prefix too.
        || name.StartsWith("DOTNET_Silo", StringComparison.OrdinalIgnoreCase)
        || !(RuntimePrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) || LoaderVariables.Contains(name, StringComparer.Ordinal));

    private static string Name(byte[] entry)
    {
        int end = Array.IndexOf(entry, (byte)'=');
        return Encoding.Latin1.GetString(end < 0 ? entry : entry[..end]);
    }
}
