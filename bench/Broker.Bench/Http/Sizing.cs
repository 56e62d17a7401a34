using System.Globalization;
using System.Text;

namespace Broker.Bench.Http;

/// <summary>The sizing table of operators, made of what was measured: written to `artifacts/bench/sizing.md`.</summary>
internal static class Sizing
{
    private static readonly List<string> Lines = [];
    private static readonly List<string> Notes = [];

    /// <summary>One line of the table.</summary>
    internal static void Add(StoreKind store, DepositLevel level, DepositFigure figure) => Lines.Add(string.Create(
        CultureInfo.InvariantCulture,
        $"| {store.Name} | {level.Connections} × {level.Packages}{(level.Organisations == 1 ? ", one organisation" : "")} | {figure.Load.Rate:N0} | {figure.PerCore:N0} | {figure.Load.Wait(0.99).TotalMilliseconds:0} | {figure.SiloMiB} | {figure.GatewayMiB} |"));

    /// <summary>What a record takes on the store's disk.</summary>
    internal static void AddBytes(StoreKind store, long bytes, long records) => Notes.Add(string.Create(
        CultureInfo.InvariantCulture, $"- {store.Name}: {(double)bytes / records:N0} bytes a record on disk, all tables and indexes, after {records:N0} records."));

    /// <summary>Writes the table, when anything of it was measured.</summary>
    internal static void Write()
    {
        if (Lines.Count == 0)
        {
            return;
        }

        string folder = Machine.OutputFolder;
        Directory.CreateDirectory(folder);
        string file = Path.Combine(folder, "sizing.md");
        File.WriteAllText(file, Text());
        Console.WriteLine($"the sizing table is in {Path.GetRelativePath(Environment.CurrentDirectory, file)}");
    }

    private static string Text()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"Measured with load, gateway, silo and store on one machine: {Machine.Description}.");
        text.AppendLine();
        text.AppendLine("| store | connections × packages a request | records/s | records/s for each core of silo, gateway and store | p99 ms | silo MiB | gateway MiB |");
        text.AppendLine("|---|---|---|---|---|---|---|");
        Lines.ForEach(line => text.AppendLine(line));
        text.AppendLine();
        Notes.ForEach(note => text.AppendLine(note));
        return text.ToString();
    }
}
