using Broker.Bench.Cells;
using Broker.Bench.Http;
using Broker.Bench.Log;
using Broker.Bench.Policies;

namespace Broker.Bench;

/// <summary>What is measured besides the rows of the first table, in the order of the report.</summary>
internal static class Parts
{
    /// <summary>Each part by its name; what it gives is how many promises it made and how many it is short of.</summary>
    internal static IReadOnlyList<(string Name, Func<Task<(int Promised, int ShortOf)>> Run)> All { get; } =
    [
        ("policy decisions beside peers", () => Task.FromResult(DecisionReport.Run())),
        ("disclosure log, durable appends", () => Task.FromResult(DisclosureLogReport.Run())),
        ("cells of an open period", () => Task.FromResult(CellReport.Run())),
        ("deposits over HTTP: the broker on SQLite", DepositReport.OnSqliteAsync),
        ("deposits over HTTP: the broker on PostgreSQL", DepositReport.OnPostgresAsync),
        ("deposits over HTTP: beside it", BesideDeposits.RunAsync),
        ("bulk import over HTTP", BulkImport.RunAsync),
        ("briefings over HTTP", BriefingLevel.RunAsync),
    ];

    /// <summary>What takes so long, or so much room, that it is measured only when its whole name is said.</summary>
    internal static IReadOnlyList<(string Name, Func<Task<(int Promised, int ShortOf)>> Run)> OnlyByName { get; } =
    [
        ("million", MillionReport.RunAsync),
    ];

    /// <summary>Those that a word of their name, or nothing, asks for.</summary>
    internal static IEnumerable<(string Name, Func<Task<(int Promised, int ShortOf)>> Run)> Find(string only) =>
        OnlyByName.Any(part => part.Name == only)
            ? OnlyByName.Where(part => part.Name == only)
            : All.Where(part => part.Name.Contains(only, StringComparison.OrdinalIgnoreCase));
}
