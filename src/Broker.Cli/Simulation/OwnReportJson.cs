using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Broker.Cli;

/// <summary>A report on one's own records as one JSON document, <c>policy-simulation/1</c> (docs/specs/sharing-policy.md, "Simulation").</summary>
internal static class OwnReportJson
{
    public static string Write(OwnReport report)
    {
        ArrayBufferWriter<byte> bytes = new();
        using (Utf8JsonWriter json = new(bytes))
        {
            json.WriteStartObject();
            WriteHead(json, report);
            json.WriteStartArray("tiers");
            foreach (var tier in report.Tiers)
            {
                WriteTier(json, report, tier);
            }

            json.WriteEndArray();
            json.WriteString("note", OwnReport.Note);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    private static void WriteHead(Utf8JsonWriter json, OwnReport report)
    {
        json.WriteString("kind", "policy-simulation/1");
        json.WriteString("policy", report.Policy.Name);
        json.WriteString("revision", report.Policy.Revision);
        json.WriteString("country", report.Plan.Country);
        json.WriteString("period", report.Plan.Period);
        json.WriteString("vintage", report.Plan.MeasuredPeriod.Slug);
        json.WriteString("class", report.Plan.VolumeClass.ToString().ToLowerInvariant());
        json.WriteString("on", Day(report.On));
        json.WriteString("plan", report.Plan.Hash);
        json.WriteNumber("records", report.Records.InPeriod.Count);
        json.WriteNumber("sources", report.Sources);
        WriteLines(json, "notInPeriod", report.Records.Elsewhere);
        json.WriteStartArray("refused");
        foreach (var (line, code) in report.Records.Refused)
        {
            json.WriteStartObject();
            json.WriteNumber("line", line);
            json.WriteString("code", code);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteTier(Utf8JsonWriter json, OwnReport report, OwnTier tier)
    {
        json.WriteStartObject();
        json.WriteString("tier", tier.Terms.Name);
        json.WriteString("marking", tier.Terms.Marking);
        json.WriteString("audience", tier.Audience.Name);
        WriteNames(json, "states", tier.Audience.States.Select(state => state.State));
        WriteNames(json, "organisations", tier.Audience.Organisations);
        json.WriteString("role", tier.Audience.Role);
        json.WriteString("onward", tier.Terms.Onward);
        WriteNames(json, "purposes", tier.Purposes);
        json.WriteString("issued", Day(tier.Issued));
        json.WriteNumber("sourceThreshold", tier.Terms.SourceThreshold);
        json.WriteNumber("organisationThreshold", tier.Terms.OrganisationThreshold);
        json.WriteNumber("roundTo", tier.Terms.RoundTo);
        json.WriteString("narrative", tier.Terms.Narrative);
        json.WriteString("nothing", tier.Nothing);
        json.WriteNumber("counted", tier.Counted);
        WriteCells(json, report, tier);
        WriteClosed(json, tier);
        json.WriteEndObject();
    }

    private static void WriteCells(Utf8JsonWriter json, OwnReport report, OwnTier tier)
    {
        json.WriteStartArray("cells");
        foreach (var cell in tier.Cells)
        {
            json.WriteStartObject();
            json.WriteString("cell", SimulationText.CellName(report.Plan, cell.Key));
            json.WriteNumber("sources", cell.Sources);
            json.WriteNumber("deviation", Rounded(cell.Deviation));
            if (double.IsFinite(cell.ShownFrom))
            {
                json.WriteNumber("shownFrom", Rounded(cell.ShownFrom));
            }
            else
            {
                json.WriteNull("shownFrom");
            }

            json.WriteNumber("chance", Rounded(cell.Chance));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteClosed(Utf8JsonWriter json, OwnTier tier)
    {
        json.WriteStartArray("closed");
        foreach (var closed in tier.Closed)
        {
            json.WriteStartObject();
            json.WriteString("code", closed.Code);
            json.WriteStartArray("reasons");
            foreach (var reason in closed.Reasons)
            {
                json.WriteStartObject();
                json.WriteString("code", Policy.TierClosureKinds.Code(reason.Kind));
                json.WriteString("named", reason.Named);
                json.WriteString("sentence", reason.Sentence);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            WriteLines(json, "lines", closed.Lines);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteNames(Utf8JsonWriter json, string key, IEnumerable<string> names)
    {
        json.WriteStartArray(key);
        foreach (var name in names)
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
    }

    private static void WriteLines(Utf8JsonWriter json, string key, IEnumerable<int> lines)
    {
        json.WriteStartArray(key);
        foreach (var line in lines)
        {
            json.WriteNumberValue(line);
        }

        json.WriteEndArray();
    }

    // Enough for any plan of a person, and the same text on every machine.
    private static double Rounded(double value) => Math.Round(value, 4);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
