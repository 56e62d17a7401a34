using System.CommandLine;

namespace Broker.Cli;

/// <summary><c>broker release emergency</c>.</summary>
internal static class EmergencyCommands
{
    public static Command Create(CommandContext context) => new("emergency", "Weeks with less noise, at a higher cost to each source; a policy officer and an auditor allow them beforehand")
    {
        Propose(context), Approve(context), Status(context),
    };

    private static Command Propose(CommandContext context)
    {
        var (folder, gateway, country) = (CommonOptions.Folder("--member", "The policy officer's folder"), CommonOptions.Gateway(), CommonOptions.CountryCode());
        var first = CommonOptions.Text("--first-week", "First week, as 2014-W05; its Sunday has to be ahead");
        var weeks = CommonOptions.Text("--weeks", "Consecutive weeks, 1 to 4");
        var revision = CommonOptions.Text("--revision", "Revision of the sharing policy in force, 64 hexadecimal digits");
        Command command = new("propose", "Propose weeks; they are an emergency's once an auditor has signed the same text") { folder, gateway, country, first, weeks, revision };
        command.SetAction(async (result, cancellation) =>
        {
            using var member = new MemberFolder(result.Of(folder)).Open();
            using GatewayClient client = new(context, result.At(gateway));
            var answer = await new EmergencyDesk(client, member).ProposeAsync(result.Of(country), result.Of(first), result.Of(weeks), result.Of(revision), cancellation);
            context.Say(answer.EntryIndex < 0 ? $"proposed; an auditor must approve plan {answer.Plan}" : $"plan {answer.Plan} is in force; entry {answer.EntryIndex}");
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command Approve(CommandContext context)
    {
        Argument<string> plan = new("plan") { Description = "Plan that `release emergency propose` printed, 64 hexadecimal digits" };
        var (folder, gateway, country) = (CommonOptions.Folder("--member", "The auditor's folder"), CommonOptions.Gateway(), CommonOptions.CountryCode());
        Command command = new("approve", "Sign a proposed plan; it is in force and in the log at once") { plan, folder, gateway, country };
        command.SetAction(async (result, cancellation) =>
        {
            using var member = new MemberFolder(result.Of(folder)).Open();
            using GatewayClient client = new(context, result.At(gateway));
            var proposal = (await EmergencyDesk.ReadAsync(client, result.Of(country), cancellation)).Plans.FirstOrDefault(row => row.Plan == result.Of(plan))
                ?? throw new CommandFailure("the broker has no such plan; `broker release emergency status` lists what it has");
            context.Say($"{proposal.Weeks} weeks from {proposal.FirstWeek}, policy {proposal.Revision}, proposed by {proposal.Proposer}");
            var answer = await new EmergencyDesk(client, member).ApproveAsync(result.Of(country), proposal, cancellation);
            context.Say($"in force; entry {answer.EntryIndex} of the log");
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command Status(CommandContext context)
    {
        var (gateway, country) = (CommonOptions.Gateway(), CommonOptions.CountryCode());
        Command command = new("status", "Plans in force and proposals; anyone may read them") { gateway, country };
        command.SetAction(async (result, cancellation) =>
        {
            using GatewayClient client = new(context, result.At(gateway));
            var plans = (await EmergencyDesk.ReadAsync(client, result.Of(country), cancellation)).Plans;
            foreach (var plan in plans)
            {
                context.Say($"{plan.Plan} {plan.Weeks} weeks from {plan.FirstWeek}, {(plan.EntryIndex < 0 ? $"proposed by {plan.Proposer}" : $"in force, entry {plan.EntryIndex}")}");
            }

            if (plans.Count == 0)
            {
                context.Say("no emergency plan is in force or proposed");
            }

            return ExitCodes.Ok;
        });
        return command;
    }
}
