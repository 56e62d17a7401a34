// Maps a row of the UCDP Georeferenced Event Dataset to the two parts of a source record.
//
// References: UCDP GED codebook 19.1 for the columns; samples/README.md for the mapping; docs/specs/observation.md.
// Parameters: counts 0 to 1,000,000; dates as `yyyy-MM-dd` with or without ` 00:00:00.000`.
// Nothing is guessed: a name that is not in its table refuses the row.

using System.Globalization;
using System.Text;
using Broker.Briefings;

namespace Broker.Cli;

/// <summary>The mapping of rows for one country.</summary>
internal sealed class GedMapping(string country, ActorTable actors, PcodeTable pcodes)
{
    /// <summary>The office of a row that names none.</summary>
    public const string Unattributed = "unattributed";

    private static readonly string[] DateForms = ["yyyy-MM-dd HH:mm:ss.fff", "yyyy-MM-dd"];

    /// <summary>The columns that the mapping reads.</summary>
    public static IReadOnlyList<string> Columns { get; } =
    [
        "year", "type_of_violence", "side_a", "side_b", "source_article", "source_office", "source_date", "source_headline",
        "source_original", "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2", "latitude", "longitude",
        "date_prec", "date_start", "date_end", "best", "high", "low",
    ];

    // What goes to the depositing organisation alone, in this order.
    private static readonly string[] SourceColumns =
    [
        "source_original", "source_article", "source_date", "source_headline", "where_description", "where_coordinates",
        "latitude", "longitude", "date_start", "date_end",
    ];

    /// <summary>The offices that a cell names: split at semicolons, trimmed, empty parts dropped; one fixed name for none.</summary>
    public static IReadOnlyList<string> Offices(string cell)
    {
        var parts = cell.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return parts.Length > 0 ? parts : [Unattributed];
    }

    /// <summary>Maps the table's current row; returns why not, or null.</summary>
    public GedFault? Map(CsvTable csv, out MappedRow? row)
    {
        row = null;
        if (!csv.IsWhole)
        {
            return GedFault.Columns;
        }

        if (TryEvent(csv, out var read) is GedFault fault)
        {
            return fault;
        }

        // The source where it is named, else the article: what is counted as one source.
        var identity = csv["source_original"].Length > 0 ? csv["source_original"] : csv["source_article"];
        if (identity.Length == 0)
        {
            return GedFault.SourceMissing;
        }

        row = Row(csv, read!, identity);
        return null;
    }

    // The first fault in this order is the one that is reported.
    private GedFault? TryEvent(CsvTable csv, out Event? read)
    {
        read = null;
        if (TrySides(csv, out var kind, out var a, out var b) is GedFault sides)
        {
            return sides;
        }

        if (!TryPlace(csv, out var place))
        {
            return GedFault.Place;
        }

        if (TryInterval(csv, out var interval) is GedFault days)
        {
            return days;
        }

        var count = TryKilled(csv, out var killed, out var widened);
        read = count is null ? new Event(kind, a!, b!, place, interval, killed, widened) : null;
        return count;
    }

    private GedFault? TrySides(CsvTable csv, out EventKind kind, out Actor? a, out Actor? b)
    {
        (a, b) = (null, null);
        return !TryKind(csv["type_of_violence"], out kind) ? GedFault.Kind
            : !actors.TryFind(csv["side_a"], out a) ? GedFault.ActorA
            : !actors.TryFind(csv["side_b"], out b) ? GedFault.ActorB
            : null;
    }

    private static MappedRow Row(CsvTable csv, Event read, string identity) => new()
    {
        Line = csv.Line,
        Office = Offices(csv["source_office"])[0],
        Year = csv["year"],
        Adm1 = csv["adm_1"],
        Kind = read.Kind,
        ActorA = read.A,
        ActorB = read.B,
        Place = read.Place,
        Interval = read.Interval,
        Killed = read.Killed,
        KilledWidened = read.KilledWidened,
        SourceIdentity = Encoding.UTF8.GetBytes(identity),
        SourcePart = SourcePart(csv),
    };

    private static bool TryKind(string type, out EventKind kind)
    {
        kind = type switch { "1" => EventKind.StateBased, "2" => EventKind.NonState, _ => EventKind.OneSided };
        return type is "1" or "2" or "3";
    }

    private bool TryPlace(CsvTable csv, out string place)
    {
        var (adm1, adm2, precision) = (csv["adm_1"], csv["adm_2"], csv["where_prec"]);
        if (adm1.Length == 0 && adm2.Length == 0)
        {
            place = country;
            return precision is "5" or "6";
        }

        return pcodes.TryFind(adm1, adm2, out place);
    }

    private static GedFault? TryInterval(CsvTable csv, out ObservedInterval interval)
    {
        interval = default;
        if (!TryDate(csv["date_start"], out var from) || !TryDate(csv["date_end"], out var to))
        {
            return GedFault.Date;
        }

        if (to < from)
        {
            return GedFault.DateOrder;
        }

        if (!TryPrecision(csv["date_prec"], out var precision))
        {
            return GedFault.DatePrecision;
        }

        interval = new ObservedInterval(from, to, precision);
        return interval.IsConsistent ? null : GedFault.DatePrecision;
    }

    private static bool TryDate(string text, out DateOnly date)
    {
        var read = DateTime.TryParseExact(text, DateForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var value)
            && value.TimeOfDay == TimeSpan.Zero;
        date = DateOnly.FromDateTime(value);
        return read;
    }

    private static bool TryPrecision(string text, out IntervalPrecision precision)
    {
        precision = text switch
        {
            "1" => IntervalPrecision.Day,
            "2" => IntervalPrecision.Days,
            "3" => IntervalPrecision.Week,
            "4" => IntervalPrecision.Month,
            _ => IntervalPrecision.Longer,
        };
        return text is "1" or "2" or "3" or "4" or "5";
    }

    // Eight rows of the sample state three counts that are not in order, as a best estimate below the low one. The dataset's
    // own best estimate is kept as it is and the range is widened until it holds all three: no figure is made up.
    private static GedFault? TryKilled(CsvTable csv, out CountRange killed, out bool widened)
    {
        (killed, widened) = (default, false);
        if (!TryCount(csv["low"], out var low) || !TryCount(csv["best"], out var best) || !TryCount(csv["high"], out var high))
        {
            return GedFault.Killed;
        }

        killed = new CountRange(Math.Min(low, Math.Min(best, high)), best, Math.Max(high, Math.Max(best, low)));
        widened = killed.Low != low || killed.High != high;
        return null;
    }

    private static bool TryCount(string text, out int count)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count <= CountRange.Most;

    private static byte[] SourcePart(CsvTable csv)
    {
        StringBuilder text = new();
        foreach (var column in SourceColumns)
        {
            // One line a column; line breaks of the original are kept as an indented continuation.
            text.Append(column).Append(": ").Append(csv[column].ReplaceLineEndings("\n  ")).Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>What a row states of its event.</summary>
    private sealed record Event(
        EventKind Kind, Actor A, Actor B, string Place, ObservedInterval Interval, CountRange Killed, bool KilledWidened);
}
