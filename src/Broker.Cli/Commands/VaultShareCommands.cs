using System.CommandLine;
using Broker.Sealing;

namespace Broker.Cli;

/// <summary><c>broker vault unseal</c>, <c>approve</c> and <c>confirm</c>: a custodian gives a share, on an own machine.</summary>
internal static class VaultShareCommands
{
    public static IEnumerable<Command> All(CommandContext context) =>
    [
        Give(context, "unseal", "Give your share to open the vault", SharePurposeKind.Unseal),
        Give(context, "approve", "Read the plan of a rekey and agree to it with your share of today", SharePurposeKind.Rekey),
        Give(context, "confirm", "Show with your new share that it works, so that a rekey can take effect", SharePurposeKind.Confirm),
    ];

    /// <summary>Prints a plan.</summary>
    public static void Show(CommandContext context, VaultPlan plan)
    {
        foreach (var line in VaultWords.Of(plan))
        {
            context.Say(line);
        }
    }

    private static Command Give(CommandContext context, string name, string description, SharePurposeKind kind)
    {
        var share = CommonOptions.Text("--share", "File with your share, sealed or as words; - for standard input");
        var folder = CommonOptions.Text("--member", "Your folder, whose key opens a sealed share", required: false);
        var siloKey = CommonOptions.Text("--silo-key", "Fingerprint of the silo key, as a person reads it to you at the silo's console");
        var plan = CommonOptions.Text("--plan", "Digest of the plan that you agree to, as the operator told you", required: false);
        var gateway = CommonOptions.Gateway();
        Command command = new(name, description) { share, folder, siloKey, gateway };
        if (kind != SharePurposeKind.Unseal)
        {
            command.Add(plan);
        }

        command.SetAction(async (result, cancellation) =>
        {
            using GatewayClient client = new(context, result.At(gateway));
            VaultDesk desk = new(client);
            var vault = await desk.StatusAsync(cancellation);
            ShareGiving.CheckSiloKey(vault, result.Of(siloKey));
            if (await PurposeAsync(context, desk, vault, kind, kind == SharePurposeKind.Unseal ? null : result.GetValue(plan), cancellation) is not { } purpose)
            {
                return ExitCodes.No;
            }

            using var given = ShareReading.Read(context, result.Of(share), result.GetValue(folder));
            var after = await new ShareGiving(context, desk).GiveAsync(given, vault, purpose, cancellation);
            context.Say(after.Progress);
            return ExitCodes.Ok;
        });
        return command;
    }

    // Null after the plan was shown to somebody who has not said yet which one to agree to.
    private static async Task<SharePurpose?> PurposeAsync(
        CommandContext context, VaultDesk desk, VaultView vault, SharePurposeKind kind, string? told, CancellationToken cancellation)
    {
        if (kind == SharePurposeKind.Unseal)
        {
            return SharePurpose.Unseal;
        }

        if (vault.Plan is null || vault.Asking.Kind != kind)
        {
            throw CommandFailure.No("no plan waits for this: look at `broker vault status`");
        }

        // Made here and not taken from the gateway: what a custodian agrees to is the plan that was shown.
        var digest = vault.Plan.Digest(await desk.OriginAsync(cancellation));
        Show(context, vault.Plan);
        context.Say($"plan {Convert.ToHexStringLower(digest)}");
        if (told is null)
        {
            context.Say("nothing was sent: compare the recipients with the custodians' cards (`broker keys show`), then run this again with --plan and the digest that the operator told you");
            return null;
        }

        return told == Convert.ToHexStringLower(digest)
            ? kind == SharePurposeKind.Rekey ? SharePurpose.Rekey(digest) : SharePurpose.Confirm(digest)
            : throw CommandFailure.No("this is another plan than the one that you named: nothing was sent");
    }
}
