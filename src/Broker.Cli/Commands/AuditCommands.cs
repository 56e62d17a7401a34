using System.CommandLine;

namespace Broker.Cli;

/// <summary><c>broker audit</c>.</summary>
internal static class AuditCommands
{
    private const string Equal = "equal";

    public static Command Create(CommandContext context) => new("audit", "What only an auditor may ask of the silo") {
        Rebuild(context), AuditSearchCommands.Fetch(context), AuditSearchCommands.Search(context), AuditSearchCommands.Export(context),
    };

    private static Command Rebuild(CommandContext context)
    {
        var country = CommonOptions.CountryArgument();
        var (folder, gateway) = (CommonOptions.Folder("--member", "The auditor's folder"), CommonOptions.Gateway());
        Command command = new("rebuild", "Have every sealed record opened in the silo and the open periods counted anew; prints equal or differs for each, and no number")
        {
            country, folder, gateway,
        };
        command.SetAction(async (result, cancellation) =>
        {
            using var member = new MemberFolder(result.Of(folder)).Open();
            using GatewayClient client = new(context, result.At(gateway));
            var periods = await new AuditDesk(client, member).RebuildAsync(result.Of(country), cancellation);
            foreach (var period in periods)
            {
                context.Say($"{period.Period} {period.Vintage} {period.Result}");
            }

            if (periods.Count == 0)
            {
                context.Say("no period is open");
            }

            return periods.All(period => period.Result == Equal) ? ExitCodes.Ok : ExitCodes.No;
        });
        return command;
    }
}
