using System.Runtime.InteropServices;
using Broker.Sealing;

namespace Broker.Bench;

/// <summary>What the figures were measured on and what they mean.</summary>
internal static class Machine
{
    private const string ModelKey = "model name";

    /// <summary>Where files that the bench makes or keeps stand: `artifacts/bench`.</summary>
    internal static string OutputFolder => Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "bench"));

    /// <summary>Processor and versions.</summary>
    internal static string Description
    {
        get
        {
            SQLitePCL.Batteries_V2.Init();
            return $"{Environment.ProcessorCount} cores ({Model()}), {RuntimeInformation.FrameworkDescription}, libsodium {SodiumLibrary.Version}, SQLite {SQLitePCL.raw.sqlite3_libversion().utf8_to_string()}";
        }
    }

    internal static void Print()
    {
        Console.WriteLine();
        Console.WriteLine("ratio: time of the operation over that of its floor. bytes: allocated for one operation. Best of nine rounds; made-up contents.");
        Console.WriteLine($"{Description}; rows without connections: one thread, but for the store's writer.");
    }

    private static string Model()
    {
        const string File = "/proc/cpuinfo";
        string? line = System.IO.File.Exists(File) ? System.IO.File.ReadLines(File).FirstOrDefault(line => line.StartsWith(ModelKey, StringComparison.Ordinal)) : null;
        return line is null ? RuntimeInformation.ProcessArchitecture.ToString() : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }
}
