using System.CommandLine;

namespace Broker.Cli;

/// <summary><c>broker receipts</c>: whether the log holds what a depositor deposited.</summary>
internal static class ReceiptsCommands
{
    public static Command Create(CommandContext context) => new("receipts", "Your deposit receipts and their proofs in the log") { Update(context), Check(context) };

    private static Command Update(CommandContext context)
    {
        var (folder, gateway) = (CommonOptions.Folder("--member", "The depositor's folder"), CommonOptions.Gateway());
        Command command = new("update", "Get the proofs that are missing, check each and keep it; exit code 1 when a deposit is not proved that has to be") { folder, gateway };
        command.SetAction(async (result, cancellation) =>
        {
            using var member = new MemberFolder(result.Of(folder)).Open();
            using GatewayClient client = new(context, result.At(gateway));
            return Say(context, await new ProofDesk(context, client, member).UpdateAsync(cancellation));
        });
        return command;
    }

    private static Command Check(CommandContext context)
    {
        var folder = CommonOptions.Folder("--member", "The depositor's folder");
        Command command = new("check", "Check every receipt and proof that you keep, without a server; exit code 1 when one does not hold") { folder };
        command.SetAction(result =>
        {
            using var member = new MemberFolder(result.Of(folder)).Open();
            return Say(context, ProofDesk.Check(member));
        });
        return command;
    }

    private static int Say(CommandContext context, ProofReport report)
    {
        foreach (var line in report.Lines())
        {
            context.Say(line);
        }

        return report.ExitCode;
    }
}
