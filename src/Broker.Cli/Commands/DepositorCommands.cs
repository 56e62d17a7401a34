using System.CommandLine;
using System.Text.Json;

namespace Broker.Cli;

/// <summary><c>broker status</c>, <c>withdraw</c> and <c>ledger</c>.</summary>
internal static class DepositorCommands
{
    public static Command Status(CommandContext context)
    {
        var (folder, gateway) = (CommonOptions.Folder("--member", "The depositor's folder"), CommonOptions.Gateway());
        Command command = new("status", "Your records and the releases that they entered, as the broker tells it") { folder, gateway };
        command.SetAction(async (result, cancellation) =>
        {
            using var member = new MemberFolder(result.Of(folder)).Open();
            using GatewayClient client = new(context, result.At(gateway));
            var status = await new DepositorDesk(client, member).StatusAsync(cancellation);
            context.Say(status.Records.Count == 0 ? "no records: deposit some with `broker import-ged`" : $"{status.Records.Count} records");
            foreach (var record in status.Records)
            {
                context.Say($"{record.Record} {record.State}{(record.Releases.Count == 0 ? "" : " in " + string.Join(", ", record.Releases))}");
            }

            return ExitCodes.Ok;
        });
        return command;
    }

    public static Command Withdraw(CommandContext context)
    {
        Argument<string> record = new("record") { Description = "Record id, as `broker status` lists it" };
        var (folder, gateway) = (CommonOptions.Folder("--member", "The depositor's folder"), CommonOptions.Gateway());
        Command command = new("withdraw", "Withdraw a record: it enters no further release; what is out can't be recalled") { record, folder, gateway };
        command.SetAction(async (result, cancellation) =>
        {
            using var member = new MemberFolder(result.Of(folder)).Open();
            using GatewayClient client = new(context, result.At(gateway));
            var answer = await new DepositorDesk(client, member).WithdrawAsync(result.Of(record), cancellation);
            ReceiptStore.NoteWithdrawal(member.Folder, result.Of(record), answer.EntryIndex);
            context.Say($"withdrawn; the withdrawal is entry {answer.EntryIndex} of the log");
            context.Say(answer.Before ? "it was gone before: which releases it had entered is no longer kept"
                : answer.Releases.Count == 0 ? "it entered no release"
                : "it entered these releases, which cannot be recalled: " + string.Join(", ", answer.Releases));
            return ExitCodes.Ok;
        });
        return command;
    }

    public static Command Ledger(CommandContext context)
    {
        var folder = CommonOptions.Folder("--member", "The depositor's folder");
        var gateway = CommonOptions.Address("--gateway", "Address of the gateway, as http://localhost:5080; needed unless --offline is given", required: false);
        var mirror = CommonOptions.Text("--mirror", "Folder of the copy of the log; without it `log` in the depositor's folder", required: false);
        Option<bool> offline = new("--offline") { Description = "Read the copy as it is and ask nobody: which releases, without their openings" };
        Option<bool> json = new("--json") { Description = "Print the document ledger/1" };
        Command command = new("ledger", "Every release that your records entered, found by this tool in the verified log; exit code 1 when log or openings do not verify")
        {
            folder, gateway, mirror, offline, json,
        };
        command.SetAction(async (result, cancellation) =>
        {
            using var member = new MemberFolder(result.Of(folder)).Open();
            var ledger = result.GetValue(offline)
                ? await LedgerReader.ReadOfflineAsync(member, result.GetValue(mirror), cancellation)
                : await ReadLedgerAsync(context, result.At(gateway), member, result.GetValue(mirror), cancellation);
            if (result.GetValue(json))
            {
                // Past the console, which would break the line.
                await result.InvocationConfiguration.Output.WriteLineAsync(JsonSerializer.Serialize(ledger.Document(), GatewayJson.Options));
                return ExitCodes.Ok;
            }

            foreach (var line in ledger.Lines())
            {
                context.Say(line);
            }

            return ExitCodes.Ok;
        });
        return command;
    }

    private static async Task<Ledger> ReadLedgerAsync(CommandContext context, Uri gateway, Member member, string? mirror, CancellationToken cancellation)
    {
        using GatewayClient client = new(context, gateway);
        return await new LedgerReader(client, member).ReadAsync(cancellation, mirror);
    }
}
