using System.Buffers;
using System.Text.Json;
using Broker.DisclosureControl;

namespace Broker.Briefings;

/// <summary>Writes <c>briefing/1</c>: two-space indents, LF, fixed order, ASCII, a final LF.</summary>
internal static class BriefingJson
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n" };

    public static byte[] Write(BriefingContent content) => Write(content.Document);

    public static byte[] Write(BriefingDocument document)
    {
        ArrayBufferWriter<byte> buffer = new(8192);
        using (Utf8JsonWriter json = new(buffer, Options))
        {
            json.WriteStartObject();
            WriteIdentity(json, document);
            WritePlan(json, document);
            json.WriteString("releaseHash", document.ReleaseHash.ToString());
            json.WriteStartArray("cells");
            foreach (BriefingCell cell in document.Cells)
            {
                WriteCell(json, cell);
            }

            json.WriteEndArray();
            if (document.Alerts is BriefingAlertSection alerts)
            {
                BriefingAlertJson.Write(json, alerts);
            }

            json.WriteString("fixedSentence", Wording.FixedSentence);
            json.WriteEndObject();
        }

        return [.. buffer.WrittenSpan, (byte)'\n'];
    }

    private static void WriteIdentity(Utf8JsonWriter json, BriefingDocument document)
    {
        json.WriteString("format", BriefingDocument.Format);
        json.WriteString("origin", document.Origin);
        json.WriteNumber("number", document.Number);
        json.WriteString("country", document.Country);
        json.WriteStartObject("period");
        json.WriteString("id", document.Period);
        json.WriteString("start", Ascii.Date(document.PeriodStart));
        json.WriteString("end", Ascii.Date(document.PeriodEnd));
        json.WriteEndObject();
        json.WriteString("issued", Ascii.Date(document.Issued));
        json.WriteString("nextIssue", document.NextIssue is DateOnly next ? Ascii.Date(next) : null);
        json.WriteString("vintage", document.Vintage);
        json.WriteString("tier", document.Tier);
        json.WriteString("audience", document.Audience);
        json.WriteString("marking", document.Marking);
        json.WriteStartObject("policy");
        json.WriteString("name", document.PolicyName);
        json.WriteString("revision", document.PolicyRevision.ToString());
        json.WriteEndObject();
    }

    private static void WritePlan(Utf8JsonWriter json, BriefingDocument document)
    {
        json.WriteStartObject("plan");
        json.WriteString("hash", document.PlanHash.ToString());
        json.WriteString("rho", document.Rho);
        json.WriteString("tierRho", document.TierRho);
        json.WriteNumber("noiseFactor", document.NoiseFactor);
        json.WriteStartObject("variances");
        foreach (BriefingVariance group in document.Variances)
        {
            json.WriteString(group.Group, group.Variance);
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("threshold");
        json.WriteNumber("sources", document.SourceThreshold);
        json.WriteNumber("organisations", document.OrganisationThreshold);
        json.WriteNumber("roundTo", document.RoundTo);
        json.WriteEndObject();
    }

    private static void WriteCell(Utf8JsonWriter json, BriefingCell cell)
    {
        json.WriteStartObject();
        json.WriteString("area", cell.Area);
        json.WriteString("category", cell.Category);
        json.WriteString("status", cell.IsPublished ? "published" : "suppressed");
        if (cell.IsPublished)
        {
            json.WriteStartObject("estimate");
            json.WriteNumber("about", cell.About);
            json.WriteNumber("low", cell.Low);
            json.WriteNumber("high", cell.High);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("estimate");
        }

        json.WriteString("words", cell.Words);
        json.WriteEndObject();
    }
}
