using System.CommandLine;

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
        var (folder, gateway) = (CommonOptions.Folder("--member", "The depositor's folder"), CommonOptions.Gateway());
        Command command = new("ledger", "Every release that your records entered, found by this tool in the verified log") { folder, gateway };
        command.SetAction(async (result, cancellation) =>
        {
            using var member = new MemberFolder(result.Of(folder)).Open();
            using GatewayClient client = new(context, result.At(gateway));
            foreach (var line in (await new LedgerReader(client, member).ReadAsync(cancellation)).Lines())
            {
                context.Say(line);
            }

            return ExitCodes.Ok;
        });
        return command;
    }
}
