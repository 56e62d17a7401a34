using System.CommandLine;

namespace Broker.Cli;

/// <summary><c>broker policy diff</c>.</summary>
internal static class PolicyDiffCommand
{
    public static Command Create(CommandContext context)
    {
        var (earlier, later) = (PolicyOptions.File("earlier", "Sharing policy that is in force, YAML"), PolicyOptions.File("later", "Sharing policy that is to follow it, YAML"));
        var format = PolicyReport.FormatOption(hasCases: false);
        Command command = new("diff", "Tell what changes between two revisions: requests, tiers, records that are already there") { earlier, later, format };
        command.SetAction(result => PolicyOptions
            .With(result.Of(earlier), result.Of(later), (was, becomes) => DiffReport.Of(result.Of(earlier), was, result.Of(later), becomes!))
            .Tell(context, result.Of(format), result.InvocationConfiguration.Output));
        return command;
    }
}
