using System.Runtime.InteropServices;
using Broker.Sealing;

namespace Broker.Bench;

/// <summary>What the figures were measured on and what they mean.</summary>
internal static class Machine
{
    internal static void Print()
    {
        SQLitePCL.Batteries_V2.Init();
        Console.WriteLine();
        Console.WriteLine("ratio: time of the operation over that of its floor. bytes: allocated for one operation. Best of nine rounds; made-up contents.");
        Console.WriteLine(
            $"{Environment.ProcessorCount} cores ({RuntimeInformation.ProcessArchitecture}); one thread, but for the store's writer. "
            + $"{RuntimeInformation.FrameworkDescription}; libsodium {SodiumLibrary.Version}; SQLite {SQLitePCL.raw.sqlite3_libversion().utf8_to_string()}.");
    }
}
