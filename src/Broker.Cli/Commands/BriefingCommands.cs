using System.CommandLine;

namespace Broker.Cli;

/// <summary><c>broker briefing</c>.</summary>
internal static class BriefingCommands
{
    public static Command Create(CommandContext context) => new("briefing", "Briefings for requesters") { Get(context) };

    private static Command Get(CommandContext context)
    {
        var (folder, gateway, country) = (CommonOptions.Folder("--member", "The requester's folder"), CommonOptions.Gateway(), CommonOptions.CountryCode());
        var period = CommonOptions.Period();
        var tier = CommonOptions.Text("--tier", "Tier of the sharing policy, as elected-member");
        var purpose = CommonOptions.Text("--purpose", "Purpose of the sharing policy, as council-briefing");
        Option<string?> again = new("--id") { Description = "Id of a request that was sent before, to ask the same again: 32 hexadecimal digits" };
        again.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && !BriefingRequest.IsId(text))
            {
                result.AddError("`--id` is 32 lower-case hexadecimal digits");
            }
        });
        var output = CommonOptions.Folder("--out", "Folder for briefing.html, briefing.json, receipt and trust");
        Command command = new("get", "Ask for a briefing, check its receipt, keep both; every request is logged") { folder, gateway, country, period, tier, purpose, again, output };
        command.SetAction(async (result, cancellation) =>
        {
            using var member = new MemberFolder(result.Of(folder)).Open();
            using GatewayClient client = new(context, result.At(gateway));
            BriefingDesk desk = new(client, member);
            BriefingRequest request = new(result.Of(country), result.Of(period), result.Of(tier), result.Of(purpose));
            var id = result.GetValue(again) ?? client.NewRequestId();
            var isRefused = false;
            try
            {
                var answer = await desk.AskAsync(request, cancellation, id);
                isRefused = answer.Status is >= 400 and < 500;
                var verification = await desk.KeepAsync(answer.Read<BriefingAnswer>(), result.Of(output), cancellation);
                context.Say(verification.ToString());
                return verification.Holds ? ExitCodes.Ok : ExitCodes.No;
            }
            catch (CommandFailure failure) when (!isRefused)
            {
                // The delivery may be logged already: under the same id asking again makes no second entry.
                throw new CommandFailure($"{failure.Message}\nrequest id {id}: ask the same again today with `--id {id}`, which makes no second entry in the log", failure.ExitCode);
            }
        });
        return command;
    }
}
