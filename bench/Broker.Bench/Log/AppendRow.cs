using System.Globalization;

namespace Broker.Bench.Log;

/// <summary>Durable appends of one size of batch: entries a second of wall time, the log's beside what it is measured against.</summary>
/// <param name="Batch">Entries in a commit.</param>
/// <param name="Log">The disclosure log: row, leaf hash, tree and signed checkpoint.</param>
/// <param name="Store">The same store, the same bytes, a plain table.</param>
/// <param name="Audit">PostgreSQL's hash-chained table; null where there is no PostgreSQL.</param>
/// <param name="LogCpu">CPU seconds of an entry of the log.</param>
internal sealed record AppendRow(int Batch, double Log, double Store, double? Audit, double LogCpu)
{
    /// <summary>Share of the store's own rate that the project promises.</summary>
    private const double LeastShare = 0.8;

    internal double Share => Log / Store;

    internal bool IsKept => Share >= LeastShare;

    internal static void Head()
    {
        Console.WriteLine();
        Console.WriteLine("durable appends, entries of 250 bytes, per second of wall time: best of the rounds, which alternate");
        Console.WriteLine($"{"batch",5} {"the log",10} {"CPU each",10} {"same store",12} {"ratio",6} {"PostgreSQL, hash-chained",26}  promise");
        Console.WriteLine(new string('-', 100));
    }

    internal void Print() => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{Batch,5} {Log,10:N0} {LogCpu * 1e6,7:0.0} us {Store,12:N0} {Share,6:0.00} {(Audit is { } rate ? rate.ToString("N0", CultureInfo.InvariantCulture) : "not installed"),26}  ratio at least {LeastShare:0.0}{(IsKept ? "" : "  SHORT OF IT")}"));
}
