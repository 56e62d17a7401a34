using System.CommandLine;

namespace Broker.Cli;

/// <summary><c>broker policy lint</c>.</summary>
internal static class PolicyLintCommand
{
    public static Command Create(CommandContext context)
    {
        var (file, format) = (PolicyOptions.File(), PolicyReport.FormatOption(hasCases: true));
        Command command = new("lint", "Check a file offline; every error at once, with line and column") { file, format };
        command.SetAction(result =>
            LintReport.Of(result.Of(file), PolicyInput.Policy(result.Of(file))).Tell(context, result.Of(format), result.InvocationConfiguration.Output));
        return command;
    }
}
