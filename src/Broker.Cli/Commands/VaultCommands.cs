using System.CommandLine;
using Broker.Sealing;

namespace Broker.Cli;

/// <summary><c>broker vault</c>: making a vault, handing out its shares, its state; the other steps are in files beside this one.</summary>
internal static class VaultCommands
{
    public static Command Create(CommandContext context)
    {
        Command command = new("vault", "The silo's key custody: nobody opens an observation without a quorum of custodians")
        {
            Init(context), Status(context), Issued(context), Seal(context), Rekey(context),
        };
        foreach (var step in VaultShareCommands.All(context).Concat(VaultEpochCommands.All(context)))
        {
            command.Add(step);
        }

        return command;
    }

    /// <summary>The operator's folder.</summary>
    internal static Option<string> Operator() => CommonOptions.Folder("--operator", "The operator's folder");

    private static Command Init(CommandContext context)
    {
        VaultPlanOptions plan = new();
        var (folder, gateway) = (Operator(), CommonOptions.Gateway());
        var output = CommonOptions.Text("--out", "Folder for the shares, one file each");
        Command command = new("init", "Make the vault's keys and issue a share to each custodian") { plan.Groups, plan.Needed, plan.Custodians, plan.Paper, folder, gateway, output };
        command.SetAction(async (result, cancellation) =>
        {
            ShareFolder shares = new(result.Of(output));
            shares.RefuseUsed();
            var proposed = plan.Make(result, shares, context.Random);
            using var member = new MemberFolder(result.Of(folder)).Open();
            using GatewayClient client = new(context, result.At(gateway));
            VaultDesk desk = new(client);
            var view = await desk.InitAsync(member, proposed, cancellation);
            context.Say("the vault is made; its shares are these (if none are listed, fetch them with `broker vault issued`):");
            var kept = await KeepAsync(context, desk, member, shares, cancellation);
            if (kept != proposed.Shape.Sum(group => group.Members))
            {
                throw new CommandFailure("the gateway handed out another number of shares than there are custodians: do not unseal this vault; start anew on an empty data folder");
            }

            context.Say(view.Progress);
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command Issued(CommandContext context)
    {
        var (folder, gateway) = (Operator(), CommonOptions.Gateway());
        var output = CommonOptions.Text("--out", "Folder for the shares, one file each; of a rekey on paper the folder that it was given");
        Command command = new("issued", "Fetch the shares that were issued last, until a quorum has shown that they work") { folder, gateway, output };
        command.SetAction(async (result, cancellation) =>
        {
            ShareFolder shares = new(result.Of(output));
            shares.RefuseForeign();
            using var member = new MemberFolder(result.Of(folder)).Open();
            using GatewayClient client = new(context, result.At(gateway));
            await KeepAsync(context, new VaultDesk(client), member, shares, cancellation);
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command Status(CommandContext context)
    {
        var gateway = CommonOptions.Gateway();
        Command command = new("status", "State of the vault: who has given, epochs, inbox, what waits") { gateway };
        command.SetAction(async (result, cancellation) =>
        {
            using GatewayClient client = new(context, result.At(gateway));
            foreach (var line in (await new VaultDesk(client).StatusAsync(cancellation)).Lines())
            {
                context.Say(line);
            }

            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command Seal(CommandContext context)
    {
        var (folder, gateway) = (Operator(), CommonOptions.Gateway());
        Command command = new("seal", "Seal the vault now: no key stays in the silo's memory") { folder, gateway };
        command.SetAction(async (result, cancellation) =>
        {
            using var member = new MemberFolder(result.Of(folder)).Open();
            using GatewayClient client = new(context, result.At(gateway));
            context.Say((await new VaultDesk(client).SealAsync(member, cancellation)).Progress);
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command Rekey(CommandContext context)
    {
        VaultPlanOptions plan = new();
        var (folder, gateway) = (Operator(), CommonOptions.Gateway());
        var output = CommonOptions.Text("--out", "With --paper: folder that the shares will be opened in by `vault issued`", required: false);
        Command command = new("rekey", "Propose a new sharing of the key; a quorum of today's custodians has to agree") { plan.Groups, plan.Needed, plan.Custodians, plan.Paper, folder, gateway, output };
        command.SetAction(async (result, cancellation) =>
        {
            var paper = result.GetValue(output) is { } path ? new ShareFolder(path) : null;

            // Else `vault issued` could not open the new shares beside the old ones, once everybody has agreed.
            paper?.RefuseUsed();
            var proposed = plan.Make(result, paper, context.Random);
            using var member = new MemberFolder(result.Of(folder)).Open();
            using GatewayClient client = new(context, result.At(gateway));
            VaultDesk desk = new(client);
            var digest = Convert.ToHexStringLower(proposed.Digest(await desk.OriginAsync(cancellation)));
            var view = await desk.RekeyAsync(member, proposed, cancellation);
            VaultShareCommands.Show(context, proposed);
            context.Say($"proposed; today's custodians agree to it with `broker vault approve --plan {digest}`");
            context.Say(view.Progress);
            return ExitCodes.Ok;
        });
        return command;
    }

    private static async Task<int> KeepAsync(CommandContext context, VaultDesk desk, Member member, ShareFolder shares, CancellationToken cancellation)
    {
        var files = shares.Keep(await desk.IssuedAsync(member, cancellation));
        foreach (var file in files)
        {
            context.Say(file);
        }

        if (files.Any(file => file.EndsWith(".txt", StringComparison.Ordinal)))
        {
            context.Say("WARNING: these are the words themselves. Whoever holds this folder holds the vault: print each for its custodian's eyes, then destroy the folder");
        }
        else
        {
            context.Say("hand each file to its custodian; it opens with that custodian's own key only");
        }

        return files.Count;
    }
}
