using System.CommandLine;
using System.Globalization;
using Broker.Policy;
using Broker.Policy.Testing;

namespace Broker.Cli;

/// <summary><c>broker policy replay</c>.</summary>
internal static class PolicyReplayCommand
{
    // A request is some 300 bytes: half a million of them.
    private const int MostBytes = 256 * 1024 * 1024;

    public static Command Create(CommandContext context)
    {
        var (file, format) = (PolicyOptions.File(), PolicyReport.FormatOption(hasCases: true));
        var requests = CommonOptions.Text("--requests", "Logged requests, request-log/1, as `policy requests` writes them");
        var against = PolicyOptions.Against("Compare with what this policy decides, and not with what was answered; YAML");
        Command command = new("replay", "Decide logged requests again, and tell which answers would change") { file, requests, against, format };
        command.SetAction(result => PolicyOptions
            .With(result.Of(file), result.GetValue(against), (policy, other) => Replay(result.Of(file), result.Of(requests), result.GetValue(against), policy, other))
            .Tell(context, result.Of(format), result.InvocationConfiguration.Output));
        return command;
    }

    private static PolicyReport Replay(string file, string log, string? against, SharingPolicy policy, SharingPolicy? other)
    {
        if (other is not null && other.Country != policy.Country)
        {
            throw new CommandFailure($"`{file}` is for {policy.Country} and `{against}` for {other.Country}: no request is about both");
        }

        var reading = RequestLog.Read(PrivateFile.Read(log, MostBytes));
        if (reading.Faults is [var first, ..])
        {
            throw new CommandFailure(string.Create(CultureInfo.InvariantCulture, $"{log}:{first.Line}: not a logged request ({first.ReasonCode}); nothing was replayed"));
        }

        var replay = PolicyReplay.Of(CompiledPolicy.Compile(policy), reading.Requests, other is null ? null : CompiledPolicy.Compile(other));
        return ReplayReport.Of(file, log, against, policy, replay);
    }
}
