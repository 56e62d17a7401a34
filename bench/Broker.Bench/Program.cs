using System.Diagnostics;
using System.Globalization;
using Broker.Bench;
using Broker.Bench.Harness;
using Broker.Bench.Http;

// A word of a row's or part's name runs those that have it.
string only = args.Length > 0 ? args[0] : string.Empty;
int shortOf = 0;
int promised = 0;
ChildProcesses.StopWithThis();
long began = Stopwatch.GetTimestamp();
foreach (Row row in Catalogue.All().Where(row => row.Operation.Contains(only, StringComparison.OrdinalIgnoreCase)))
{
    Table.EnsureHead();
    promised += row.AtLeast > 0 ? 1 : 0;
    shortOf += Table.Print(row) ? 0 : 1;
}

PrintTime("the rows above", began);
foreach ((string name, Func<Task<(int Promised, int ShortOf)>> run) in Parts.Find(only))
{
    long partBegan = Stopwatch.GetTimestamp();
    (int partPromised, int partShortOf) = await run();
    promised += partPromised;
    shortOf += partShortOf;
    PrintTime(name, partBegan);
}

Machine.Print();
Sizing.Write();
PrintTime("all of it", began);
Console.WriteLine($"{promised} rows carry a promise of speed or of bytes; {shortOf} are short of it.");
return shortOf == 0 ? 0 : 1;

static void PrintTime(string what, long began) =>
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  [{what}: {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s]"));
