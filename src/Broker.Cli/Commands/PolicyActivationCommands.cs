using System.CommandLine;
using System.Globalization;
using Broker.Policy.Testing;

namespace Broker.Cli;

/// <summary><c>broker policy activate</c>, <c>status</c> and <c>requests</c>: what policy officers do with a broker.</summary>
internal static class PolicyActivationCommands
{
    public static Command Activate(CommandContext context)
    {
        Argument<string> file = new("file") { Description = "Sharing policy, YAML; its tests stand beside it as NAME.tests.yaml" };
        var (folder, gateway) = (CommonOptions.Folder("--member", "The policy officer's folder"), CommonOptions.Gateway());
        Command command = new("activate", "Check a file, run its tests and proofs, and sign it; in force once two officers did so with the same file") { file, folder, gateway };
        command.SetAction(async (result, cancellation) =>
        {
            if (PolicyActivationCheck.Run(result.Of(file), context.Say) is not var (policy, yaml))
            {
                return ExitCodes.No;
            }

            using var member = new MemberFolder(result.Of(folder)).Open();
            using GatewayClient client = new(context, result.At(gateway));
            var answer = await new PolicyDesk(client, member).ActivateAsync(policy, yaml, context.Say, cancellation);
            context.Say(answer.Active
                ? string.Create(CultureInfo.InvariantCulture, $"in force: `{policy.Name}`, revision {policy.Revision}, entry {answer.EntryIndex} of the disclosure log")
                : $"signed by {answer.Approvals} of two officers; another officer must run this command on the same file: SHA-256 {policy.Revision}");
            return ExitCodes.Ok;
        });
        return command;
    }

    public static Command Status(CommandContext context)
    {
        var (gateway, country) = (CommonOptions.Gateway(), CommonOptions.CountryCode());
        Command command = new("status", "What is in force, what was, and what waits for whose signature") { gateway, country };
        command.SetAction(async (result, cancellation) =>
        {
            using GatewayClient client = new(context, result.At(gateway));
            var answer = await PolicyDesk.ReadAsync(client, result.Of(country), cancellation);
            foreach (var line in StatusLines(answer))
            {
                context.Say(line);
            }

            return ExitCodes.Ok;
        });
        return command;
    }

    public static Command Requests(CommandContext context)
    {
        var (folder, gateway, country) = (CommonOptions.Folder("--member", "The policy officer's folder"), CommonOptions.Gateway(), CommonOptions.CountryCode());
        var output = CommonOptions.Text("--out", "File for the requests, request-log/1, as policy replay reads them");
        Command command = new("requests", "Fetch the requests that were decided, without the accounts that asked, to replay them against another file") { folder, gateway, country, output };
        command.SetAction(async (result, cancellation) =>
        {
            if (Path.Exists(result.Of(output)))
            {
                throw new CommandFailure($"`{result.Of(output)}` exists already: nothing was done, choose another --out");
            }

            using var member = new MemberFolder(result.Of(folder)).Open();
            using GatewayClient client = new(context, result.At(gateway));
            var requests = await new PolicyDesk(client, member).RequestsAsync(result.Of(country), cancellation);
            PrivateFile.Write(result.Of(output), [.. requests.SelectMany(RequestLog.Format)], replace: false);
            context.Say(string.Create(CultureInfo.InvariantCulture, $"{requests.Count} requests written to `{result.Of(output)}`"));
            return ExitCodes.Ok;
        });
        return command;
    }

    private static IEnumerable<string> StatusLines(PoliciesAnswer answer)
    {
        if (answer.Revisions.Count == 0)
        {
            yield return $"no sharing policy is in force for {answer.Country}";
        }

        for (var i = answer.Revisions.Count - 1; i >= 0; i--)
        {
            var line = answer.Revisions[i];
            var word = i == answer.Revisions.Count - 1 ? "in force" : "was in force";
            yield return string.Create(
                CultureInfo.InvariantCulture, $"{word}: revision {line.Revision}, entry {line.EntryIndex}, signed by {string.Join(" and ", line.ActivatedBy)}");
        }

        foreach (var line in answer.Pending)
        {
            var signed = line.SignedBy.Count == 0 ? "nobody, so two officers must sign it" : $"{string.Join(" and ", line.SignedBy)}, so another officer must sign it";
            yield return $"waits: revision {line.Revision}, proposed by account {line.ProposedBy}, signed by {signed}";
        }
    }
}
