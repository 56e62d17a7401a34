using System.CommandLine;

namespace Broker.Cli;

/// <summary><c>broker enrol</c> and <c>broker calendar</c>.</summary>
internal static class OperatorCommands
{
    public static Command Enrol(CommandContext context)
    {
        Argument<string> card = new("card") { Description = "The member's file `member`" };
        var role = CommonOptions.Text("--role", "What the member may do");
        role.AcceptOnlyFromAmong([.. EnrolmentDesk.Roles]);
        var state = CommonOptions.Text("--state", "ISO 3166-1 alpha-3 code of the state that it acts for", required: false).OnlyCountry();
        var affiliation = CommonOptions.Text("--affiliation", "What it is to that state in the words of sharing policies, as delegate", required: false);
        Option<string[]> actor = new("--actor") { Description = "Armed actor that a requester is affiliated with, by its name in sharing policies; once for each" };
        var (folder, gateway) = (CommonOptions.Folder("--operator", "The operator's folder"), CommonOptions.Gateway());
        var output = CommonOptions.Text("--out", "File to hand to the member");
        Command command = new("enrol", "Enrol a member by its card, as an operator") { card, role, state, affiliation, actor, folder, gateway, output };
        command.SetAction(async (result, cancellation) =>
        {
            PrivateFile.RefuseOther(result.Of(output), "broker-enrolment/1"u8);
            using var member = new MemberFolder(result.Of(folder)).Open();
            using GatewayClient client = new(context, result.At(gateway));
            var enrolment = await new EnrolmentDesk(client, member).EnrolAsync(
                MemberCard.Read(result.Of(card)), result.Of(role), result.GetValue(state), result.GetValue(affiliation), result.GetValue(actor) ?? [], cancellation);
            PrivateFile.Write(result.Of(output), enrolment.Format());
            context.Say($"enrolled {enrolment.Account} as {enrolment.Role}; hand `{result.Of(output)}` to the member");
            return ExitCodes.Ok;
        });
        return command;
    }

    public static Command Calendar(CommandContext context) => new("calendar", "The calendar of a broker whose time is simulated") { Advance(context) };

    private static Command Advance(CommandContext context)
    {
        var to = CommonOptions.Text("--to", "Day or second, UTC, as 2014-02-20 or 2014-02-20T00:00:00Z");
        var (folder, gateway) = (CommonOptions.Folder("--operator", "The operator's folder"), CommonOptions.Gateway());
        Command command = new("advance", "Move a simulated calendar on and close what falls due") { to, folder, gateway };
        command.SetAction(async (result, cancellation) =>
        {
            if (!CalendarDesk.TryParse(result.Of(to), out var time))
            {
                throw new CommandFailure("--to is a day or a whole second, UTC, as 2014-02-20 or 2014-02-20T00:00:00Z");
            }

            using var member = new MemberFolder(result.Of(folder)).Open();
            using GatewayClient client = new(context, result.At(gateway));
            var answer = await new CalendarDesk(client, member).AdvanceAsync(time, cancellation);
            context.Say($"the calendar stands at {answer.Now.UtcDateTime:yyyy-MM-dd HH:mm} UTC");
            context.Say(answer.Closed.Count == 0 ? "nothing fell due" : "closed: " + string.Join(", ", answer.Closed));
            return ExitCodes.Ok;
        });
        return command;
    }
}
