using System.Globalization;
using System.Text;
using System.Text.Json;
using Broker.Silo.Verbs;

namespace Broker.Silo.Doctor;

/// <summary>The verb <c>doctor</c>: runs every check and says what is wrong and what to do.</summary>
internal static class DoctorVerb
{
    private static readonly JsonWriterOptions Written = new() { Indented = true };

    /// <summary>True when nothing is wrong.</summary>
    public static async Task<bool> RunAsync(VerbLine line, SiloOptions options, TextWriter output)
    {
        IReadOnlyList<Finding> findings = Check(await DoctorLook.GatherAsync(line, options, TimeProvider.System.GetUtcNow()));
        await output.WriteLineAsync(line.Json ? Json(findings) : Text(findings));
        return IsWell(findings);
    }

    public static IReadOnlyList<Finding> Check(DoctorFacts facts) => [.. SiloChecks.All(facts), .. MachineChecks.All(facts)];

    public static bool IsWell(IEnumerable<Finding> findings) => findings.All(finding => finding.State != FindingState.Wrong);

    public static string Text(IReadOnlyList<Finding> findings)
    {
        var text = new StringBuilder();
        foreach (Finding finding in findings)
        {
            text.Append(CultureInfo.InvariantCulture, $"{NameOf(finding.State),-8}{finding.Check,-15}{finding.Says}\n");
            if (finding.State == FindingState.Wrong)
            {
                text.Append(CultureInfo.InvariantCulture, $"{"",-23}do: {finding.Do}\n");
            }
        }

        return text.Append(IsWell(findings) ? "all is well" : "something is wrong").ToString();
    }

    public static string Json(IReadOnlyList<Finding> findings)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Written))
        {
            json.WriteStartObject();
            json.WriteBoolean("well", IsWell(findings));
            json.WriteStartArray("checks");
            foreach (Finding finding in findings)
            {
                json.WriteStartObject();
                json.WriteString("check", finding.Check);
                json.WriteString("state", NameOf(finding.State));
                json.WriteString("says", finding.Says);
                json.WriteString("do", finding.Do);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static string NameOf(FindingState state) => state switch { FindingState.Ok => "ok", FindingState.Wrong => "wrong", _ => "skipped" };
}
