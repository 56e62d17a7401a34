using System.CommandLine;

namespace Broker.Cli;

/// <summary><c>broker consent</c>.</summary>
internal static class ConsentCommands
{
    private const string NothingSigned = "nothing was signed";

    public static Command Create(CommandContext context) => new("consent", "Your records of earlier revisions of a sharing policy: what stays sealed, and what you agree to open")
    {
        Show(context), Give(context), Revoke(context),
    };

    private static Command Show(CommandContext context)
    {
        var (folder, gateway, country, from) = Options();
        Command command = new("show", "Your records by revision, what you agreed to, and for each tier what stays sealed and why") { folder, gateway, country, from };
        command.SetAction((result, cancellation) => OpenAsync(context, result.Of(folder), result.At(gateway), desk =>
            ShowAsync(context, desk, result.Of(country), result.GetValue(from), cancellation)));
        return command;
    }

    private static Command Give(CommandContext context)
    {
        var (folder, gateway, country, from) = Options();
        Option<bool> yes = new("--yes") { Description = "Sign what is printed; without it nothing is signed" };
        Command command = new("give", "Agree that your records of a revision are treated as deposited under the one in force") { folder, gateway, country, from, yes };
        command.SetAction((result, cancellation) => OpenAsync(context, result.Of(folder), result.At(gateway), desk =>
            GiveAsync(context, desk, result.Of(country), result.GetValue(from), result.GetValue(yes), cancellation)));
        return command;
    }

    private static Command Revoke(CommandContext context)
    {
        var (folder, gateway, country, from) = Options();
        Command command = new("revoke", "Take a consent back: what is counted from now on is bound by the revision of the deposit again") { folder, gateway, country, from };
        command.SetAction((result, cancellation) => OpenAsync(context, result.Of(folder), result.At(gateway), desk =>
            RevokeAsync(context, desk, result.Of(country), result.GetValue(from), cancellation)));
        return command;
    }

    private static (Option<string> Folder, Option<Uri> Gateway, Option<string> Country, Option<string> From) Options() => (
        CommonOptions.Folder("--member", "The depositor's folder"),
        CommonOptions.Gateway(),
        CommonOptions.CountryCode(),
        CommonOptions.Text("--from", "Revision that the records were deposited under, 64 hexadecimal digits; may be left out where there is one only", required: false));

    private static async Task<int> OpenAsync(CommandContext context, string folder, Uri gateway, Func<ConsentDesk, Task<int>> action)
    {
        using var member = new MemberFolder(folder).Open();
        using GatewayClient client = new(context, gateway);
        return await action(new ConsentDesk(client, member));
    }

    private static async Task<int> ShowAsync(CommandContext context, ConsentDesk desk, string country, string? from, CancellationToken cancellation)
    {
        var known = await desk.ReadAsync(country, cancellation);
        var inForce = await desk.PolicyAsync(country, known.InForce, cancellation);
        foreach (var line in known.Revisions.Where(line => from is null || line.Revision == from))
        {
            context.Say($"revision {line.Revision}{(line.Revision == known.InForce ? ", in force" : "")}: {ConsentWords.Records(line.Records)}");
            if (line.Revision == known.InForce)
            {
                continue;
            }

            context.Say(ConsentWords.Standing(line));
            foreach (var text in ConsentWords.Sealed(inForce, await desk.PolicyAsync(country, line.To ?? line.Revision, cancellation)))
            {
                context.Say(text);
            }
        }

        return ExitCodes.Ok;
    }

    private static async Task<int> GiveAsync(CommandContext context, ConsentDesk desk, string country, string? from, bool yes, CancellationToken cancellation)
    {
        var known = await desk.ReadAsync(country, cancellation);
        var line = One(known, from, candidate => candidate.Revision != known.InForce && candidate.To != known.InForce && candidate.Records > 0, "you could agree about");
        if (line.Revision == known.InForce || line.To == known.InForce)
        {
            context.Say($"these records are treated as deposited under the revision in force already; {NothingSigned}");
            return ExitCodes.Ok;
        }

        var inForce = await desk.PolicyAsync(country, known.InForce, cancellation);
        string[] opened = [.. ConsentWords.Opened(inForce, await desk.PolicyAsync(country, line.To ?? line.Revision, cancellation))];
        context.Say($"revision {line.Revision}: {ConsentWords.Records(line.Records)}");
        context.Say($"to be treated as deposited under revision {known.InForce}, in force");
        context.Say(opened.Length == 0 ? "this opens nothing that is not open already" : "this opens, where the caveats of a record allow it:");
        foreach (var text in opened)
        {
            context.Say(text);
        }

        if (!yes)
        {
            context.Say($"{NothingSigned}: ask for the same with --yes to agree to exactly this");
            return ExitCodes.No;
        }

        context.Say($"agreed; entry {await desk.SignAsync(country, line, known.InForce, cancellation)} of the log. Periods whose last day is over are not widened");
        return ExitCodes.Ok;
    }

    private static async Task<int> RevokeAsync(CommandContext context, ConsentDesk desk, string country, string? from, CancellationToken cancellation)
    {
        var known = await desk.ReadAsync(country, cancellation);
        if (from is null && known.Revisions.All(line => line.To is null))
        {
            context.Say("no consent stands, so there is none to take back");
            return ExitCodes.Ok;
        }

        var line = One(known, from, candidate => candidate.To is not null, "you have agreed about");
        if (line.To is null)
        {
            context.Say("no consent stands for these records, so there is none to take back");
            return ExitCodes.Ok;
        }

        context.Say($"taken back; entry {await desk.SignAsync(country, line, line.Revision, cancellation)} of the log. What was measured before can't be recalled");
        return ExitCodes.Ok;
    }

    /// <summary>The revision that was named, or the only one that can be meant.</summary>
    private static ConsentLineAnswer One(ConsentsAnswer known, string? from, Func<ConsentLineAnswer, bool> canBeMeant, string what)
    {
        if (from is not null)
        {
            return known.Revisions.FirstOrDefault(line => line.Revision == from) ?? throw CommandFailure.No($"revision `{from}` was never in force for this country; {NothingSigned}");
        }

        ConsentLineAnswer[] all = [.. known.Revisions.Where(canBeMeant)];
        return all.Length switch
        {
            0 => throw CommandFailure.No($"there is no revision that {what}; {NothingSigned}"),
            1 => all[0],
            _ => throw new CommandFailure($"there is more than one revision that {what}: name one with --from; `broker consent show` lists them; {NothingSigned}"),
        };
    }
}
