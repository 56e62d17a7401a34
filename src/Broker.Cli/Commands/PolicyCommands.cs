using System.CommandLine;

namespace Broker.Cli;

/// <summary><c>broker policy</c>.</summary>
internal static class PolicyCommands
{
    private const int FileLimit = 1024 * 1024;

    public static Command Create(CommandContext context) => new("policy", "Sharing policies, for policy officers")
    {
        PolicyLintCommand.Create(context),
        PolicyTestCommand.Test(context),
        PolicyTestCommand.Coverage(context),
        PolicyExplainCommand.Create(context),
        PolicyProveCommand.Create(context),
        PolicyDiffCommand.Create(context),
        PolicyReplayCommand.Create(context),
        Propose(context),
        Approve(context),
    };

    private static Command Propose(CommandContext context)
    {
        Argument<string> file = new("file") { Description = "Sharing policy, YAML" };
        var (folder, gateway) = (CommonOptions.Folder("--member", "The policy officer's folder"), CommonOptions.Gateway());
        Command command = new("propose", "Propose a file as a revision, after checking it") { file, folder, gateway };
        command.SetAction(async (result, cancellation) =>
        {
            if (Check(context, result.Of(file)) is not SharingPolicy policy)
            {
                return ExitCodes.No;
            }

            using var member = new MemberFolder(result.Of(folder)).Open();
            using GatewayClient client = new(context, result.At(gateway));
            var revision = await new PolicyDesk(client, member).ProposeAsync(policy.Country, PrivateFile.Read(result.Of(file), FileLimit), cancellation);
            context.Say($"proposed; two different officers must approve revision {revision}");
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command Approve(CommandContext context)
    {
        Argument<string> revision = new("revision") { Description = "Revision that `policy propose` printed, 64 hexadecimal digits" };
        var (folder, gateway, country) = (CommonOptions.Folder("--member", "The policy officer's folder"), CommonOptions.Gateway(), CommonOptions.CountryCode());
        Command command = new("approve", "Sign a proposed revision; it is in force once two different officers signed") { revision, folder, gateway, country };
        command.SetAction(async (result, cancellation) =>
        {
            using var member = new MemberFolder(result.Of(folder)).Open();
            using GatewayClient client = new(context, result.At(gateway));
            var answer = await new PolicyDesk(client, member).ApproveAsync(result.Of(country), result.Of(revision), cancellation);
            context.Say(answer.Active ? "approved; the revision is in force" : $"approved by {answer.Approvals} of two officers; a second, different one must approve");
            return ExitCodes.Ok;
        });
        return command;
    }

    private static SharingPolicy? Check(CommandContext context, string file)
    {
        var reading = SharingPolicyReader.Read(PrivateFile.Read(file, FileLimit), file);
        foreach (var diagnostic in reading.Diagnostics)
        {
            context.Say(diagnostic.ToString());
        }

        context.Say(reading.Policy is SharingPolicy policy ? $"`{policy.Name}` can be proposed; revision {policy.Revision}" : "the file has errors");
        return reading.Policy;
    }
}
