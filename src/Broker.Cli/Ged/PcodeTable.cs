namespace Broker.Cli;

/// <summary>Names of areas as the event dataset writes them → P-codes.</summary>
/// <remarks>File: columns <c>ged_level,ged_value,ged_parent,pcode</c> among others; an area without a code is not in the table.</remarks>
internal sealed class PcodeTable
{
    private readonly Dictionary<string, string> first = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Parent, string Name), string> second = [];

    public static PcodeTable Load(string path)
    {
        PcodeTable table = new();
        using var csv = CsvTable.Open(path, "ged_level", "ged_value", "ged_parent", "pcode");
        while (csv.Read())
        {
            if (!csv.IsWhole || !table.TryAdd(csv["ged_level"], csv["ged_value"], csv["ged_parent"], csv["pcode"]))
            {
                throw new CommandFailure($"`{path}`: line {csv.Line}: not an area, or an area twice");
            }
        }

        return table;
    }

    /// <summary>The code of the finest area that is named; false when a name that is given has none.</summary>
    public bool TryFind(string adm1, string adm2, out string pcode)
    {
        pcode = "";
        return adm2.Length > 0 ? second.TryGetValue((adm1, adm2), out pcode!) : first.TryGetValue(adm1, out pcode!);
    }

    private bool TryAdd(string level, string name, string parent, string pcode) => level switch
    {
        "adm_1" => pcode.Length == 0 || first.TryAdd(name, pcode),
        "adm_2" => pcode.Length == 0 || second.TryAdd((parent, name), pcode),
        _ => false,
    };
}
