using System.Text.Json;
using Broker.DisclosureControl;

namespace Broker.Briefings;

/// <summary>Writes the alerts of <c>briefing/1</c>.</summary>
internal static class BriefingAlertJson
{
    public const int AlertYears = 1;

    public const int ScanYears = 10;

    public static void Write(Utf8JsonWriter json, BriefingAlertSection alerts)
    {
        json.WriteStartObject("alerts");
        json.WriteStartArray("kinds");
        foreach (AlertKind kind in alerts.Kinds)
        {
            json.WriteStringValue(AlertCodes.Code(kind));
        }

        json.WriteEndArray();
        json.WriteNumber("finalsBefore", alerts.FinalsBefore);
        json.WriteStartArray("raised");
        foreach (BriefingAlert alert in alerts.Raised)
        {
            json.WriteStartObject();
            json.WriteString("area", alert.Area);
            json.WriteString("category", alert.Category);
            json.WriteString("kind", AlertCodes.Code(alert.Kind));
            WriteRate(json, AlertYears);
            json.WriteString("words", alert.Words);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteScan(json, alerts.Scan);
        json.WriteEndObject();
    }

    private static void WriteScan(Utf8JsonWriter json, BriefingScan? scan)
    {
        if (scan is null)
        {
            json.WriteNull("scan");
            return;
        }

        json.WriteStartObject("scan");
        json.WriteString("status", AlertCodes.Code(scan.Status));
        WriteRate(json, ScanYears);
        if (scan.Start is DateOnly start)
        {
            json.WriteStartObject("pattern");
            WriteAreas(json, scan.Areas);
            json.WriteString("start", Ascii.Date(start));
            json.WriteNumber("weeks", scan.Weeks);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("pattern");
        }

        json.WriteString("words", scan.Words);
        json.WriteEndObject();
    }

    private static void WriteAreas(Utf8JsonWriter json, IReadOnlyList<string>? areas)
    {
        if (areas is null)
        {
            json.WriteNull("areas");
            return;
        }

        json.WriteStartArray("areas");
        foreach (string area in areas)
        {
            json.WriteStringValue(area);
        }

        json.WriteEndArray();
    }

    // At most one false alarm in so many years.
    private static void WriteRate(Utf8JsonWriter json, int years)
    {
        json.WriteStartObject("falseAlarms");
        json.WriteNumber("most", 1);
        json.WriteNumber("years", years);
        json.WriteEndObject();
    }
}
