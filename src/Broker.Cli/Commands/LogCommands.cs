using System.CommandLine;
using Broker.Transparency;

namespace Broker.Cli;

/// <summary><c>broker log</c>.</summary>
internal static class LogCommands
{
    public static Command Create(CommandContext context) => new("log", "The disclosure log") { Mirror(context) };

    private static Command Mirror(CommandContext context)
    {
        var gateway = CommonOptions.Gateway();
        var output = CommonOptions.Folder("--out", "Folder for the copy");
        var trust = CommonOptions.Text("--trust", "The trust file that you pinned; without one the gateway's own is taken and kept beside the copy", required: false);
        Command command = new("mirror", "Copy the whole log and verify the copy") { gateway, output, trust };
        command.SetAction(async (result, cancellation) =>
        {
            using GatewayClient client = new(context, result.At(gateway));
            var pinned = result.GetValue(trust) is string path ? ReceiptCommand.ReadTrust(path) : await FirstTrustAsync(context, client, cancellation);
            var mirror = await LogMirror.FetchAsync(client, pinned, cancellation);
            var log = VerifiedLog.Read(mirror, pinned);
            mirror.Save(result.Of(output));
            await File.WriteAllBytesAsync(Path.Combine(result.Of(output), "trust"), pinned.Format(), cancellation);
            context.Say($"log verified: {log.Head.Size} entries, {log.Releases.Count} of them releases");
            return ExitCodes.Ok;
        });
        return command;
    }

    private static async Task<TrustFile> FirstTrustAsync(CommandContext context, GatewayClient client, CancellationToken cancellation)
    {
        context.Say("no trust file given: the gateway's own keys are taken this once; compare them by another channel");
        return TrustFile.TryParse(await client.GetBytesAsync("/keys/trust", cancellation), out var trust, out _)
            ? trust
            : throw new CommandFailure("the gateway's trust file is malformed");
    }
}
