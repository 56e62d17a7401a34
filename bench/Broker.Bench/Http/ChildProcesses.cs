using System.Globalization;

namespace Broker.Bench.Http;

/// <summary>Settings of the programs that the bench starts, handed on in their environment.</summary>
internal static class ChildProcesses
{
    /// <summary>Has all of them stop by themselves once this program is gone, however it ends.</summary>
    internal static void StopWithThis()
    {
        string own = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        foreach (string name in new[] { "Silo__StopWithParent", "Gateway__StopWithParent", "BENCH_PARENT" })
        {
            Environment.SetEnvironmentVariable(name, own);
        }
    }

    /// <summary>Has silos that are started from now on keep their store in this database; null: in their data folder.</summary>
    internal static void UsePostgres(string? connection) => Environment.SetEnvironmentVariable("Silo__Postgres", connection);
}
