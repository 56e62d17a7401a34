using System.Text;
using Broker.Briefings;
using Broker.DisclosureControl;

namespace Broker.Cli;

/// <summary>Reads a file of plain records, <c>date,area,kind,organisation,source[,tier]</c>, as what each contributes under a plan.</summary>
/// <remarks>
/// References: docs/specs/disclosure-control.md ("Simulation"). Limit: 10,000,000 rows; labels as <see cref="PlainRowReader"/> has them.
/// </remarks>
internal sealed class PlainRecords(MeasurementPlan plan, Gazetteer? gazetteer, byte[] labelKey)
{
    public const string Header = "date,area,kind,organisation,source";
    private const string TierColumn = "tier";
    private const int MostRows = 10_000_000;

    private readonly MeasuredPeriod period = plan.MeasuredPeriod;
    private readonly PlainRowReader rows = new(plan, gazetteer, labelKey);
    private readonly List<string> refused = [];
    private readonly List<Contribution> contributions = [];

    /// <summary>Rows whose date is in the period of the plan.</summary>
    public IReadOnlyList<Contribution> InPeriod => contributions;

    /// <summary>Rows of other periods.</summary>
    public int Elsewhere { get; private set; }

    /// <summary>Rows that could not be read, each by line and code.</summary>
    public IReadOnlyList<string> Refused => refused;

    /// <exception cref="CommandFailure">It is no such file.</exception>
    public void Load(string path)
    {
        try
        {
            using var csv = CsvTable.Open(path, Header.Split(','));
            var hasTier = csv.Has(TierColumn);
            if (csv.Width != (hasTier ? 6 : 5))
            {
                throw new CommandFailure($"`{path}`: line 1: columns are {Header} and, if any, {TierColumn}");
            }

            for (var read = 0; csv.Read(); read++)
            {
                if (read == MostRows)
                {
                    throw new CommandFailure($"`{path}` has more than {MostRows} rows");
                }

                if (Take(csv, hasTier) is PlainRecordFault fault)
                {
                    refused.Add($"line {csv.Line}: {PlainRecordFaults.Code(fault)}");
                }
            }
        }
        catch (DecoderFallbackException)
        {
            throw new CommandFailure($"`{path}` is not UTF-8");
        }
    }

    private PlainRecordFault? Take(CsvTable csv, bool hasTier)
    {
        if (rows.Read(csv, out var row) is PlainRecordFault fault)
        {
            return fault;
        }

        var stratum = hasTier ? StratumOf(csv[TierColumn]) : 0;
        if (stratum < 0)
        {
            return PlainRecordFault.Tier;
        }

        if (row.Date < period.Start || row.Date >= period.End)
        {
            Elsewhere++;
            return null;
        }

        contributions.Add(row.In(stratum));
        return null;
    }

    // An empty field is the most open tier, as a record without caveats.
    private int StratumOf(string tier)
    {
        for (var index = 0; index < plan.Tiers.Count; index++)
        {
            if (tier.Length == 0 || plan.Tiers[index].Name == tier)
            {
                return index;
            }
        }

        return -1;
    }
}
