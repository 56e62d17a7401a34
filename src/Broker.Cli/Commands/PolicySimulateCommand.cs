using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Broker.DisclosureControl;
using Broker.Policy;

namespace Broker.Cli;

/// <summary><c>broker policy simulate</c>: what each tier of a policy would make of an organisation's own records, offline.</summary>
internal static class PolicySimulateCommand
{
    private const string DayForm = "yyyy-MM-dd";

    public static Command Create(CommandContext context)
    {
        Argument<string> file = new("file") { Description = "Sharing policy, YAML" };
        var records = CommonOptions.Text("--records", "Own plain records, CSV: date,area,kind,organisation,source and any of tier,purposes,never-to,embargo");
        var period = CommonOptions.Period();
        var volume = CommonOptions.Text("--class", "Class of the period: small, medium or large; default small", required: false);
        volume.AcceptOnlyFromAmong("small", "medium", "large");
        var on = CommonOptions.Text("--on", "Day of measuring; default the period's cut-off", required: false);
        var places = CommonOptions.Text("--places", "Table of P-codes; default the bundled one of the country", required: false);
        var format = CommonOptions.Text("--format", "text or json; default text", required: false);
        format.AcceptOnlyFromAmong("text", "json");
        Command command = new("simulate", "Say what each tier would make of your own records, exactly, or why nothing; nothing leaves this machine")
        {
            file, records, period, volume, on, places, format,
        };
        command.SetAction(result =>
        {
            if (Read(context, result.Of(file)) is not SharingPolicy policy)
            {
                return ExitCodes.No;
            }

            var size = result.GetValue(volume) switch { "large" => VolumeClass.Large, "medium" => VolumeClass.Medium, _ => VolumeClass.Small };
            var chosen = SimulationPlan.Of(policy, result.Of(period), size, result.GetValue(places));
            var report = Report(context, policy, chosen, Day(result.GetValue(on)), result.Of(records));
            Tell(context, report, result.GetValue(format) == "json", result.InvocationConfiguration.Output);
            return report.Records.Refused.Count == 0 ? ExitCodes.Ok : ExitCodes.No;
        });
        return command;
    }

    private static SharingPolicy? Read(CommandContext context, string file)
    {
        var reading = SharingPolicyReader.Read(PolicyFile.Read(file), file);
        foreach (var diagnostic in reading.Policy is null ? reading.Diagnostics : [])
        {
            context.Say(diagnostic.ToString());
        }

        return reading.Policy;
    }

    private static DateOnly? Day(string? text) => text is null ? null
        : DateOnly.TryParseExact(text, DayForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw new CommandFailure("--on is a day as 2014-02-24");

    private static OwnReport Report(CommandContext context, SharingPolicy policy, SimulationPlan chosen, DateOnly? given, string path)
    {
        var on = given ?? DateOnly.FromDateTime(chosen.Plan.MeasuredPeriod.CutOff.UtcDateTime);
        var labelKey = new byte[32];
        context.Random(labelKey);
        try
        {
            OwnRecords records = new(policy, chosen, labelKey, on);
            records.Load(path);
            return new OwnReport(policy, chosen.Plan, on, records, new OwnDerivation(policy, chosen.Plan, records.InPeriod).Derive(context.Random.Invoke));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(labelKey);
        }
    }

    // The document goes past the console, which would break its one line.
    private static void Tell(CommandContext context, OwnReport report, bool json, TextWriter output)
    {
        if (json)
        {
            output.Write(OwnReportJson.Write(report) + "\n");
            return;
        }

        foreach (var line in OwnReportText.Lines(report))
        {
            context.Say(line);
        }
    }
}
