using System.CommandLine;
using Broker.Policy;
using Broker.Policy.Explaining;

namespace Broker.Cli;

/// <summary><c>broker policy explain</c>.</summary>
internal static class PolicyExplainCommand
{
    public static Command Create(CommandContext context)
    {
        var (file, format) = (PolicyOptions.File(), PolicyReport.FormatOption(hasCases: false));
        var state = CommonOptions.Text("--state", "State that the requester acts for, as LUX", required: false);
        var organisation = CommonOptions.Text("--organisation", "Organisation that the requester acts for, as ngo-b", required: false);
        var role = CommonOptions.Text("--role", "The requester's role, as delegate", required: false);
        Option<string[]> actors = new("--actor") { Description = "Armed actor that the requester is affiliated with; may stand several times" };
        var (tier, purpose) = (CommonOptions.Text("--tier", "Tier that is asked for"), CommonOptions.Text("--purpose", "Purpose that is named"));
        var on = CommonOptions.Text("--on", "Day of the request, as 2014-02-24; default today", required: false);
        Command command = new("explain", "Decide one request and say why: the rule, near misses, missing facts") { file, state, organisation, role, actors, tier, purpose, on, format };
        command.SetAction(result =>
        {
            Requester requester = new(result.GetValue(state), result.GetValue(organisation), result.GetValue(role), result.GetValue(actors) ?? []);
            var day = PolicyOptions.Day(result.GetValue(on)) ?? DateOnly.FromDateTime(context.Clock.GetUtcNow().UtcDateTime);
            PolicyRequest request = new(requester, result.Of(tier), result.Of(purpose), day);
            return PolicyOptions
                .With(result.Of(file), policy => ExplainReport.Of(result.Of(file), PolicyExplanation.Of(CompiledPolicy.Compile(policy), request), policy))
                .Tell(context, result.Of(format), result.InvocationConfiguration.Output);
        });
        return command;
    }
}
