using Broker.Bench;
using Broker.Bench.Harness;
using Broker.Bench.Rows;

// A word of a row's name runs the rows that have it.
string only = args.Length > 0 ? args[0] : string.Empty;
Table.Head();
foreach (Row row in Catalogue.All().Where(row => row.Operation.Contains(only, StringComparison.OrdinalIgnoreCase)))
{
    Table.Print(row);
}

Machine.Print();
