using Broker.Bench;
using Broker.Bench.Cells;
using Broker.Bench.Harness;
using Broker.Bench.Http;
using Broker.Bench.Log;
using Broker.Bench.Policies;
using Broker.Bench.Rows;

// A word of a row's name runs the rows that have it.
string only = args.Length > 0 ? args[0] : string.Empty;
int shortOf = 0;
int promised = 0;
Table.Head();
foreach (Row row in Catalogue.All().Where(row => row.Operation.Contains(only, StringComparison.OrdinalIgnoreCase)))
{
    promised += row.AtLeast > 0 ? 1 : 0;
    shortOf += Table.Print(row) ? 0 : 1;
}

if ("policy decisions beside peers".Contains(only, StringComparison.OrdinalIgnoreCase))
{
    (int decisionsPromised, int decisionsShortOf) = DecisionReport.Run();
    promised += decisionsPromised;
    shortOf += decisionsShortOf;
}

if ("disclosure log, durable appends".Contains(only, StringComparison.OrdinalIgnoreCase))
{
    (int logPromised, int logShortOf) = DisclosureLogReport.Run();
    promised += logPromised;
    shortOf += logShortOf;
}

if ("cells of an open period".Contains(only, StringComparison.OrdinalIgnoreCase))
{
    (int cellsPromised, int cellsShortOf) = CellReport.Run();
    promised += cellsPromised;
    shortOf += cellsShortOf;
}

if ("deposits over HTTP: the broker".Contains(only, StringComparison.OrdinalIgnoreCase))
{
    (int depositsPromised, int depositsShortOf) = await DepositReport.RunAsync();
    promised += depositsPromised;
    shortOf += depositsShortOf;
}

if ("deposits over HTTP: beside it".Contains(only, StringComparison.OrdinalIgnoreCase))
{
    await BesideDeposits.RunAsync();
}

if ("briefings over HTTP".Contains(only, StringComparison.OrdinalIgnoreCase))
{
    (int briefingsPromised, int briefingsShortOf) = await BriefingLevel.RunAsync();
    promised += briefingsPromised;
    shortOf += briefingsShortOf;
}

Machine.Print();
Console.WriteLine($"{promised} rows carry a promise of speed or of bytes; {shortOf} are short of it.");
return shortOf == 0 ? 0 : 1;
