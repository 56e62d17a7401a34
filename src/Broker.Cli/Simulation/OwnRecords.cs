using System.Text;
using Broker.Policy;

namespace Broker.Cli;

/// <summary>
/// Reads an organisation's own plain records, with their caveats, for <c>broker policy simulate</c>: the columns of
/// <see cref="PlainRecords"/> in any order, and any of <c>tier</c> (the most open tier allowed), <c>purposes</c>,
/// <c>never-to</c> (names, one space apart) and <c>embargo</c> (a day). An empty field is no caveat. Limit: 1,000,000 rows.
/// </summary>
internal sealed class OwnRecords(SharingPolicy policy, SimulationPlan chosen, byte[] labelKey, DateOnly on)
{
    private const int MostRows = 1_000_000;
    private static readonly string[] CaveatColumns = ["tier", "purposes", "never-to", "embargo"];

    private readonly PlainRowReader rows = new(chosen.Plan, chosen.Gazetteer, labelKey);
    private readonly Dictionary<string, IReadOnlyList<TierAdmission>> admissions = new(StringComparer.Ordinal);
    private readonly List<OwnRecord> inPeriod = [];
    private readonly List<int> elsewhere = [];
    private readonly List<(int Line, string Code)> refused = [];

    public IReadOnlyList<OwnRecord> InPeriod => inPeriod;

    /// <summary>Lines of records of other periods.</summary>
    public IReadOnlyList<int> Elsewhere => elsewhere;

    /// <summary>Rows that no broker would take, by line and closed code; a code names a column, never its content.</summary>
    public IReadOnlyList<(int Line, string Code)> Refused => refused;

    /// <exception cref="CommandFailure">It is no such file.</exception>
    public void Load(string path)
    {
        try
        {
            using var csv = CsvTable.Open(path, PlainRecords.Header.Split(','));
            var given = CaveatColumns.Where(csv.Has).ToArray();
            if (csv.Width != PlainRecords.Header.Split(',').Length + given.Length)
            {
                throw new CommandFailure($"`{path}`: line 1: columns are {PlainRecords.Header} and any of {string.Join(',', CaveatColumns)}");
            }

            for (var read = 0; csv.Read(); read++)
            {
                if (read == MostRows)
                {
                    throw new CommandFailure($"`{path}` has more than {MostRows} rows");
                }

                Take(csv);
            }
        }
        catch (DecoderFallbackException)
        {
            throw new CommandFailure($"`{path}` is not UTF-8");
        }
    }

    private void Take(CsvTable csv)
    {
        if (rows.Read(csv, out var row) is PlainRecordFault fault)
        {
            refused.Add((csv.Line, Code(fault)));
            return;
        }

        if (!TryAdmit(csv, out var admitted, out var reason))
        {
            refused.Add((csv.Line, reason));
            return;
        }

        var period = chosen.Plan.MeasuredPeriod;
        if (row.Date < period.Start || row.Date >= period.End)
        {
            elsewhere.Add(csv.Line);
            return;
        }

        inPeriod.Add(new OwnRecord(csv.Line, row, admitted));
    }

    // The record's caveats go through the form in which a deposit carries them, so that nothing is taken here that is refused there.
    private bool TryAdmit(CsvTable csv, out IReadOnlyList<TierAdmission> admitted, out string reason)
    {
        var document = string.Concat(
            "caveats/1\n",
            $"highest-tier {Field(csv, "tier", policy.Tiers[0].Name)}\n",
            $"purposes {Names(csv, "purposes", "all")}\n",
            $"never-to {Names(csv, "never-to", "none")}\n",
            $"embargo {Field(csv, "embargo", "none")}\n",
            "retention none\nnarrative allowed\n");
        reason = "";
        if (admissions.TryGetValue(document, out admitted!))
        {
            return true;
        }

        if (!CaveatDocument.TryParse(Encoding.UTF8.GetBytes(document), out var caveats, out reason))
        {
            return false;
        }

        admissions.Add(document, admitted = Strata.Explain(policy, caveats, on));
        return true;
    }

    private static string Field(CsvTable csv, string column, string none) => csv.Has(column) && csv[column].Length > 0 ? csv[column] : none;

    // A person need not know the order of a caveat document.
    private static string Names(CsvTable csv, string column, string none) =>
        string.Join(' ', Field(csv, column, none).Split(' ').Order(StringComparer.Ordinal));

    private static string Code(PlainRecordFault fault) => fault switch
    {
        PlainRecordFault.Area => "place-unknown",
        PlainRecordFault.Kind => "kind-unknown",
        PlainRecordFault.Columns => "columns-malformed",
        PlainRecordFault.Date => "date-malformed",
        PlainRecordFault.Organisation => "organisation-malformed",
        PlainRecordFault.Source => "source-malformed",
        _ => throw new ArgumentOutOfRangeException(nameof(fault)),
    };
}
