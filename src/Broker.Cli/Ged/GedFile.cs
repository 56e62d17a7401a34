namespace Broker.Cli;

/// <summary>What became of a file of the event dataset: the rows that can be sealed, those that cannot, and every office named.</summary>
/// <param name="Rows">In the order of the file.</param>
/// <param name="Refused">In the order of the file.</param>
/// <param name="Offices">Every office that any row names, in the order of first naming; exact spellings, nothing merged.</param>
internal sealed record GedFile(IReadOnlyList<MappedRow> Rows, IReadOnlyList<RefusedRow> Refused, IReadOnlyList<string> Offices)
{
    /// <summary>Reads and maps a whole file.</summary>
    public static GedFile Load(string path, GedMapping mapping)
    {
        List<MappedRow> rows = [];
        List<RefusedRow> refused = [];
        List<string> offices = [];
        HashSet<string> known = new(StringComparer.Ordinal);
        using var csv = CsvTable.Open(path, GedMapping.Columns);
        while (csv.Read())
        {
            if (mapping.Map(csv, out var row) is GedFault fault)
            {
                refused.Add(new RefusedRow(csv.Line, fault));
            }
            else
            {
                rows.Add(row!);
            }

            offices.AddRange(csv.IsWhole ? GedMapping.Offices(csv["source_office"]).Where(known.Add) : []);
        }

        return new GedFile(rows, refused, offices);
    }
}
