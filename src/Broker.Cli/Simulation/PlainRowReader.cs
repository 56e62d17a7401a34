using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Broker.Briefings;
using Broker.DisclosureControl;

namespace Broker.Cli;

/// <summary>Reads the columns that every file of plain records has: <c>date,area,kind,organisation,source</c>.</summary>
/// <remarks>
/// Labels of organisations and sources become keyed tags as they are read and are printed nowhere. A source's label is read
/// within its organisation: the same label under two organisations is two sources, as in a deposit. Limit: 200 characters a label.
/// </remarks>
internal sealed class PlainRowReader(MeasurementPlan plan, Gazetteer? gazetteer, byte[] labelKey)
{
    private const int LongestLabel = 200;

    private readonly Dictionary<string, int> areas = new(StringComparer.Ordinal);

    /// <summary>Null and the row, or why there is none.</summary>
    public PlainRecordFault? Read(CsvTable csv, out PlainRow row)
    {
        row = default;
        if (!csv.IsWhole)
        {
            return PlainRecordFault.Columns;
        }

        var (organisation, source) = (csv["organisation"], csv["source"]);
        var category = IndexOf(plan.Categories, csv["kind"]);
        var area = -1;
        PlainRecordFault? fault = !DateOnly.TryParseExact(csv["date"], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? PlainRecordFault.Date
            : (area = AreaOf(csv["area"])) < 0 ? PlainRecordFault.Area
            : category < 0 ? PlainRecordFault.Kind
            : organisation.Length is 0 or > LongestLabel ? PlainRecordFault.Organisation
            : source.Length is 0 or > LongestLabel ? PlainRecordFault.Source
            : null;
        if (fault is null)
        {
            row = new PlainRow(
                date,
                new SourceKey(BinaryPrimitives.ReadUInt128BigEndian(Tag($"{organisation}\0{source}"))),
                new OrganisationKey(BinaryPrimitives.ReadUInt64BigEndian(Tag(organisation))),
                area,
                category);
        }

        return fault;
    }

    private byte[] Tag(string label) => HMACSHA256.HashData(labelKey, Encoding.UTF8.GetBytes(label));

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
