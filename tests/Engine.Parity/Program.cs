using Engine.Parity;
using Engine.Parity.Hosting;

// Engine.Parity [--expected <page>] [--cluster <connection string>]
// Prints the outcome of each probe on the engine that it was built for; with --expected it ends with 1 when one differs from the page's table.
string? Value(string name) => Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : null;

var folder = Directory.CreateTempSubdirectory("parity");
try
{
    var outcomes = await ParityRun.AskAllAsync(new ParityOptions(folder.FullName, Value("--cluster")));
    Console.WriteLine($"| probe | {ParityEngine.Name} |");
    Console.WriteLine("|---|---|");
    foreach (var (probe, outcome) in outcomes)
    {
        Console.WriteLine($"| {probe} | {outcome} |");
    }

    if (Value("--expected") is not { } page)
    {
        return 0;
    }

    var differences = ParityTable.Differences(ParityTable.Read(await File.ReadAllLinesAsync(page), ParityEngine.Name), outcomes);
    foreach (var difference in differences)
    {
        Console.Error.WriteLine(difference);
    }

    return differences.Count == 0 ? 0 : 1;
}
finally
{
    folder.Delete(recursive: true);
}
