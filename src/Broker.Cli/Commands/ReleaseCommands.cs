using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using Broker.DisclosureControl;

namespace Broker.Cli;

/// <summary><c>broker release</c>.</summary>
internal static class ReleaseCommands
{
    private const int MostRuns = 1_000_000;

    public static Command Create(CommandContext context) => new("release", "What releases show, tried out without a broker") { Simulate(context), Records(context), EmergencyCommands.Create(context) };

    private static Command Simulate(CommandContext context)
    {
        var records = CommonOptions.Text("--records", "Plain records, CSV: date,area,kind,organisation,source[,tier]");
        var country = CommonOptions.CountryCode();
        var block = CommonOptions.Text("--block", "Four-week block as 2014-01, or week as 2014-W05; not needed with --plan", required: false);
        var policy = CommonOptions.Text("--policy", "Sharing policy, YAML; default the demonstration's", required: false);
        var plan = CommonOptions.Text("--plan", "Canonical text of a measurement plan, used as it stands", required: false);
        var places = CommonOptions.Text("--places", "Table of P-codes; default the bundled one of the country", required: false);
        var volume = CommonOptions.Text("--class", "Class of the block under a policy; default small", required: false);
        volume.AcceptOnlyFromAmong("small", "medium", "large");
        Option<int> runs = new("--runs") { Description = $"How often to measure anew, 1 to {MostRuns}", DefaultValueFactory = _ => 1000 };
        Option<bool> json = new("--json") { Description = "One JSON line a run, release-simulation/1" };
        Option<bool> header = new("--header") { Description = "Begin the JSON lines with one that holds the plan, its variances and its tiers" };
        Command command = new("simulate", "Measure and derive the same records again and again, to see what the noise does; no store, no broker")
        {
            records, country, block, policy, plan, places, volume, runs, json, header,
        };
        command.SetAction(async (result, cancellation) =>
        {
            if (result.GetValue(runs) is < 1 or > MostRuns)
            {
                throw new CommandFailure($"--runs is 1 to {MostRuns}");
            }

            var chosen = Choose(result.GetValue(plan), result.GetValue(policy), result.Of(country), result.GetValue(block), result.GetValue(volume), result.GetValue(places));
            if (Read(context, chosen, result.Of(records), result.GetValue(json)) is not { } contributions)
            {
                return ExitCodes.No;
            }

            Simulation simulation = new(chosen.Plan, contributions, context.Random.Invoke);
            await (result.GetValue(json)
                ? TellLines(chosen.Plan, simulation, result.GetValue(runs), result.GetValue(header), result.InvocationConfiguration.Output, cancellation)
                : TellPeople(context, chosen.Plan, simulation, result.GetValue(runs), cancellation));
            return ExitCodes.Ok;
        });
        return command;
    }

    private static SimulationPlan Choose(string? plan, string? policy, string country, string? period, string? volume, string? places)
    {
        if (plan is not null)
        {
            return policy is null && volume is null
                ? SimulationPlan.OfText(plan, country, period, places)
                : throw new CommandFailure("--plan stands alone: what --policy and --class say is in the plan");
        }

        if (period is null || !MeasuredPeriod.TryParse(period, out _))
        {
            throw new CommandFailure("--block is a four-week block as 2014-01, or a week as 2014-W05");
        }

        var size = volume switch { "large" => VolumeClass.Large, "medium" => VolumeClass.Medium, _ => VolumeClass.Small };
        return SimulationPlan.OfPolicy(policy, country, period, size, places);
    }

    // Null when a row could not be read: figures over a part of the records would mislead.
    private static Contribution[]? Read(CommandContext context, SimulationPlan chosen, string path, bool json)
    {
        var labelKey = new byte[32];
        context.Random(labelKey);
        PlainRecords records = new(chosen.Plan, chosen.Gazetteer, labelKey);
        records.Load(path);
        CryptographicOperations.ZeroMemory(labelKey);
        foreach (var refused in records.Refused)
        {
            context.Say(refused);
        }

        if (records.Refused.Count > 0)
        {
            return null;
        }

        if (!json)
        {
            context.Say($"plan {chosen.Plan.Hash}, rho {chosen.Plan.RhoPerSource} a source");
            context.Say($"{records.InPeriod.Count} records in {chosen.Plan.Period}, {records.Elsewhere} outside of it");
        }

        return [.. records.InPeriod];
    }

    private static async Task TellLines(MeasurementPlan plan, Simulation simulation, int runs, bool header, TextWriter output, CancellationToken cancellation)
    {
        SimulationText text = new(plan);
        if (header)
        {
            output.Write(text.Header(runs) + "\n");
        }

        TextBuffer[] lines = [.. Enumerable.Range(0, Simulation.Slots).Select(_ => new TextBuffer())];
        await simulation.RunAsync(
            runs,
            (run, slot, measured, tables) => text.Write(lines[slot], run, measured, tables),
            done =>
            {
                foreach (var line in lines.AsSpan(0, done))
                {
                    output.Write(line.Add("\n").Text);
                    line.Clear();
                }
            },
            cancellation);
        await output.FlushAsync(cancellation);
    }

    private static async Task TellPeople(CommandContext context, MeasurementPlan plan, Simulation simulation, int runs, CancellationToken cancellation)
    {
        SimulationTotals totals = new(plan);
        var tables = new TierTable[Simulation.Slots][];
        await simulation.RunAsync(
            runs,
            (_, slot, _, derived) => tables[slot] = derived,
            done => Array.ForEach(tables[..done], totals.Add),
            cancellation);
        foreach (var line in totals.Lines())
        {
            context.Say(line);
        }
    }

    private static Command Records(CommandContext context)
    {
        var ged = CommonOptions.Text("--ged", "CSV file of the UCDP event dataset");
        var actors = CommonOptions.Text("--actors", $"Table of actors; default {GedImport.ActorsFile} beside the file", required: false);
        var pcodes = CommonOptions.Text("--pcodes", $"Table of P-codes; default {GedImport.PcodesFile} beside the file", required: false);
        var country = CommonOptions.CountryCode();
        var output = CommonOptions.Text("--out", "File for the plain records");
        Command command = new("records", "Plain records of the UCDP event dataset for `release simulate`; offices and sources become numbers")
        {
            ged, actors, pcodes, country, output,
        };
        command.SetAction(result =>
        {
            PrivateFile.RefuseOther(result.Of(output), Encoding.ASCII.GetBytes(PlainRecords.Header));
            var import = GedImport.LoadBeside(result.Of(ged), result.GetValue(actors), result.GetValue(pcodes), result.Of(country));
            PrivateFile.Write(result.Of(output), Encoding.UTF8.GetBytes(PlainGed.Format(import.File)));
            foreach (var refused in import.File.Refused)
            {
                context.Say($"{refused}: left out");
            }

            context.Say($"{import.File.Rows.Count} records written to `{result.Of(output)}`, {import.File.Refused.Count} rows left out");
            return import.File.Refused.Count == 0 ? ExitCodes.Ok : ExitCodes.No;
        });
        return command;
    }
}
