using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Broker.Briefings;
using Broker.DisclosureControl;

namespace Broker.Cli;

/// <summary>Reads a file of plain records, <c>date,area,kind,organisation,source[,tier]</c>, as what each contributes under a plan.</summary>
/// <remarks>
/// References: docs/specs/disclosure-control.md ("Simulation"). Labels of organisations and sources become keyed tags as they are read and are
/// printed nowhere. A source's label is read within its organisation: the same label under two organisations is two sources, as in a deposit.
/// Limits: 10,000,000 rows, 200 characters a label.
/// </remarks>
internal sealed class PlainRecords(MeasurementPlan plan, Gazetteer? gazetteer, byte[] labelKey)
{
    public const string Header = "date,area,kind,organisation,source";
    private const string TierColumn = "tier";
    private const int MostRows = 10_000_000;
    private const int LongestLabel = 200;

    private readonly MeasuredPeriod period = plan.MeasuredPeriod;
    private readonly Dictionary<string, int> areas = new(StringComparer.Ordinal);
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

            for (var rows = 0; csv.Read(); rows++)
            {
                if (rows == MostRows)
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
        if (!csv.IsWhole)
        {
            return PlainRecordFault.Columns;
        }

        var (organisation, source) = (csv["organisation"], csv["source"]);
        var (category, stratum) = (IndexOf(plan.Categories, csv["kind"]), hasTier ? StratumOf(csv[TierColumn]) : 0);
        var area = -1;
        PlainRecordFault? fault = !DateOnly.TryParseExact(csv["date"], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? PlainRecordFault.Date
            : (area = AreaOf(csv["area"])) < 0 ? PlainRecordFault.Area
            : category < 0 ? PlainRecordFault.Kind
            : organisation.Length is 0 or > LongestLabel ? PlainRecordFault.Organisation
            : source.Length is 0 or > LongestLabel ? PlainRecordFault.Source
            : stratum < 0 ? PlainRecordFault.Tier
            : null;
        if (fault is not null)
        {
            return fault;
        }

        if (date < period.Start || date >= period.End)
        {
            Elsewhere++;
            return null;
        }

        contributions.Add(new Contribution(
            new SourceKey(BinaryPrimitives.ReadUInt128BigEndian(Tag($"{organisation}\0{source}"))),
            new OrganisationKey(BinaryPrimitives.ReadUInt64BigEndian(Tag(organisation))),
            area, category, stratum));
        return null;
    }

    private byte[] Tag(string label) => HMACSHA256.HashData(labelKey, Encoding.UTF8.GetBytes(label));

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

    private int AreaOf(string place)
    {
        if (!areas.TryGetValue(place, out var area))
        {
            area = IndexOf(plan.Areas, place);
            if (area < 0 && gazetteer is not null && gazetteer.TryAreaIndex(plan.Areas, place, out var within))
            {
                area = within;
            }

            areas.Add(place, area);
        }

        return area;
    }

    private static int IndexOf(IReadOnlyList<string> codes, string code)
    {
        for (var index = 0; index < codes.Count; index++)
        {
            if (codes[index] == code)
            {
                return index;
            }
        }

        return -1;
    }
}
