using System.CommandLine;

namespace Broker.Cli;

/// <summary><c>broker import-ged</c>: rows of the UCDP event dataset as source records of one organisation.</summary>
internal static class ImportGedCommand
{
    public static Command Create(CommandContext context)
    {
        Argument<string> file = new("file") { Description = "CSV file of the event dataset" };
        var folder = CommonOptions.Folder("--folder", "The depositor's folder; taken are the rows whose first-named office is the name on its card");
        var gateway = CommonOptions.Address("--gateway", "Address of the gateway; not needed with --dry-run", required: false);
        Option<bool> dryRun = new("--dry-run") { Description = "Map and report, seal and send nothing" };
        var actors = CommonOptions.Text("--actors", $"Table of actors; default {GedImport.ActorsFile} beside the file", required: false);
        var pcodes = CommonOptions.Text("--pcodes", $"Table of P-codes; default {GedImport.PcodesFile} beside the file", required: false);
        var country = CommonOptions.CountryCode();
        Command command = new("import-ged", "Seal and deposit your office's rows of the UCDP event dataset; safe to run again")
        {
            file, folder, gateway, dryRun, actors, pcodes, country,
        };
        command.SetAction(async (result, cancellation) =>
        {
            var path = result.Of(file);
            var import = GedImport.LoadBeside(path, result.GetValue(actors), result.GetValue(pcodes), result.Of(country));
            using var member = new MemberFolder(result.Of(folder)).Open();
            return result.GetValue(dryRun)
                ? Report(context, import, member)
                : await SendAsync(context, import, member, result.GetValue(gateway) ?? throw new CommandFailure("--gateway is missing"), cancellation);
        });
        return command;
    }

    private static int Report(CommandContext context, GedImport import, Member member)
    {
        foreach (var note in import.Notes())
        {
            context.Say(note);
        }

        context.Say($"{import.File.Rows.Count} rows can be mapped, {import.File.Refused.Count} cannot, {import.RowsOf(member.Card.Name).Count} are of `{member.Card.Name}`");
        return import.File.Refused.Count == 0 ? ExitCodes.Ok : ExitCodes.No;
    }

    private static async Task<int> SendAsync(CommandContext context, GedImport import, Member member, Uri gateway, CancellationToken cancellation)
    {
        var verdict = Report(context, import, member);
        using GatewayClient client = new(context, gateway);
        DepositClient deposits = new(client, member);
        var known = deposits.Known();
        var fresh = import.RowsOf(member.Card.Name).Where(row => !known.Contains(import.KeyOf(row))).ToList();
        RecordSealer sealer = new(member, await EpochKeyDesk.FetchAsync(client, member, cancellation), import.Country, context.Random);
        deposits.Queue([.. fresh.Select(row => sealer.Seal(row, import.Digest))]);
        var answered = await deposits.SendAsync(_ => { }, cancellation);
        foreach (var row in answered.Where(row => !row.IsAccepted))
        {
            context.Say(row.RefusalWords);
        }

        var accepted = answered.Count(row => row.IsAccepted);
        context.Say($"{accepted} deposited, {answered.Count - accepted} refused, {import.RowsOf(member.Card.Name).Count - fresh.Count} were sent before");
        if (deposits.Kept > 0)
        {
            context.Say($"{deposits.Kept} kept in the broker's inbox, unchecked, because its vault is sealed; run the same command again for the receipts");
        }

        return accepted == answered.Count ? verdict : ExitCodes.No;
    }
}
