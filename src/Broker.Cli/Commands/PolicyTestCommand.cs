using System.CommandLine;
using Broker.Policy;

namespace Broker.Cli;

/// <summary><c>broker policy test</c> and <c>coverage</c>.</summary>
internal static class PolicyTestCommand
{
    public static Command Test(CommandContext context) =>
        Create(context, "test", "Run the tests beside a policy", TestReport.Of);

    public static Command Coverage(CommandContext context) =>
        Create(context, "coverage", "Tell what no test beside a policy shows", CoverageReport.Of);

    private static Command Create(CommandContext context, string name, string description, Func<string, string, CompiledPolicy, Policy.Testing.PolicyTests, PolicyReport> report)
    {
        var (file, tests, format) = (PolicyOptions.File(), PolicyOptions.Tests(), PolicyReport.FormatOption(hasCases: true));
        Command command = new(name, description) { file, tests, format };
        command.SetAction(result => PolicyOptions
            .WithTests(result.Of(file), result.GetValue(tests), (policy, read, path) => report(result.Of(file), path, CompiledPolicy.Compile(policy), read))
            .Tell(context, result.Of(format), result.InvocationConfiguration.Output));
        return command;
    }
}
