using System.CommandLine;
using System.Security.Cryptography;
using Broker.DisclosureControl;
using Broker.Policy;

namespace Broker.Cli;

/// <summary><c>broker policy simulate</c>: what each tier of a policy would make of an organisation's own records, offline.</summary>
internal static class PolicySimulateCommand
{
    public static Command Create(CommandContext context)
    {
        var file = PolicyOptions.File();
        var records = CommonOptions.Text("--records", "Own plain records, CSV: date,area,kind,organisation,source and any of tier,purposes,never-to,embargo");
        var period = CommonOptions.Period();
        var volume = CommonOptions.Text("--class", "Class of the period: small, medium or large; default small", required: false);
        volume.AcceptOnlyFromAmong("small", "medium", "large");
        var on = CommonOptions.Text("--on", "Day of measuring; default the period's cut-off", required: false);
        var places = CommonOptions.Text("--places", "Table of P-codes; default the bundled one of the country", required: false);
        var format = PolicyReport.FormatOption(hasCases: false);
        Command command = new("simulate", "Say what each tier would make of your own records, exactly, or why nothing; nothing leaves this machine")
        {
            file, records, period, volume, on, places, format,
        };
        command.SetAction(result =>
        {
            var size = result.GetValue(volume) switch { "large" => VolumeClass.Large, "medium" => VolumeClass.Medium, _ => VolumeClass.Small };
            var report = PolicyOptions.With(result.Of(file), policy => Report(
                context, policy, SimulationPlan.Of(policy, result.Of(period), size, result.GetValue(places)), PolicyOptions.Day(result.GetValue(on)), result.Of(records)));
            return report.Tell(context, result.Of(format), result.InvocationConfiguration.Output);
        });
        return command;
    }

    private static PolicyReport Report(CommandContext context, SharingPolicy policy, SimulationPlan chosen, DateOnly? given, string path)
    {
        var on = given ?? DateOnly.FromDateTime(chosen.Plan.MeasuredPeriod.CutOff.UtcDateTime);
        var labelKey = new byte[32];
        context.Random(labelKey);
        try
        {
            OwnRecords records = new(policy, chosen, labelKey, on);
            records.Load(path);
            OwnReport report = new(policy, chosen.Plan, on, records, new OwnDerivation(policy, chosen.Plan, records.InPeriod).Derive(context.Random.Invoke));
            var code = records.Refused.Count == 0 ? ExitCodes.Ok : ExitCodes.No;
            return new PolicyReport([.. OwnReportText.Lines(report)], OwnReportDocument.Of(report), Suite: null, code);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(labelKey);
        }
    }
}
