using System.CommandLine;
using Broker.Transparency;

namespace Broker.Cli;

/// <summary><c>broker log</c>.</summary>
internal static class LogCommands
{
    private const string TrustName = "trust";

    public static Command Create(CommandContext context) => new("log", "The disclosure log: what left the broker, for auditors") { Mirror(context) };

    private static Command Mirror(CommandContext context)
    {
        var gateway = CommonOptions.Gateway();
        var output = CommonOptions.Folder("--out", "Folder for the copy; an earlier copy in it must be the beginning of the log");
        var trust = CommonOptions.Text("--trust", "The trust file that you pinned; without it that of the earlier copy, or the first time the gateway's own, is taken and kept beside the copy", required: false);
        Command command = new("mirror", "Copy the whole log and verify the copy") { gateway, output, trust };
        command.SetAction(async (result, cancellation) =>
        {
            using GatewayClient client = new(context, result.At(gateway));
            var folder = result.Of(output);
            var pinned = result.GetValue(trust) is string path ? ReceiptCommand.ReadTrust(path) : await KeptOrFirstTrustAsync(context, client, folder, cancellation);
            var earlier = new KeptCheckpoint(Path.Combine(folder, TilePath.Checkpoint)).Read(pinned)?.Head.Size;
            using var mirror = await LogMirror.UpdateAsync(client, pinned, folder, cancellation);
            var log = VerifiedLog.Read(mirror);
            await File.WriteAllBytesAsync(Path.Combine(folder, TrustName), pinned.Format(), cancellation);
            context.Say($"log verified: {log.Head.Size} entries, {log.Releases} of them releases{(earlier is { } size ? $"; it extends the {size} entries of the earlier copy" : "")}");
            return ExitCodes.Ok;
        });
        return command;
    }

    // Keys that an earlier copy was verified with are never exchanged for those that a gateway gives today.
    private static async Task<TrustFile> KeptOrFirstTrustAsync(CommandContext context, GatewayClient client, string folder, CancellationToken cancellation)
    {
        var kept = Path.Combine(folder, TrustName);
        if (File.Exists(kept))
        {
            return ReceiptCommand.ReadTrust(kept);
        }

        context.Say("no trust file given: the gateway's own keys are taken this once; compare them by another channel");
        return TrustFile.TryParse(await client.GetBytesAsync("/keys/trust", cancellation), out var trust, out _)
            ? trust
            : throw new CommandFailure("the gateway's trust file is malformed");
    }
}
