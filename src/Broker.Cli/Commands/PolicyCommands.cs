using System.CommandLine;

namespace Broker.Cli;

/// <summary><c>broker policy</c>.</summary>
internal static class PolicyCommands
{
    public static Command Create(CommandContext context) => new("policy", "Sharing policies, for policy officers")
    {
        PolicyLintCommand.Create(context),
        PolicyTestCommand.Test(context),
        PolicyTestCommand.Coverage(context),
        PolicyExplainCommand.Create(context),
        PolicyProveCommand.Create(context),
        PolicyDiffCommand.Create(context),
        PolicyReplayCommand.Create(context),
        PolicySimulateCommand.Create(context),
        PolicySchemaCommand.Create(),
        PolicyActivationCommands.Activate(context),
        PolicyActivationCommands.Status(context),
        PolicyActivationCommands.Requests(context),
    };
}
