using System.CommandLine;
using System.Globalization;
using Broker.Sealing;
using Broker.Transparency;

namespace Broker.Cli;

/// <summary><c>broker witness</c>: for an office that vouches that a broker's log only grows.</summary>
internal static class WitnessCommands
{
    private static readonly Uri DefaultUrl = new("http://127.0.0.1:5090");

    public static Command Create(CommandContext context) => new("witness", "A witness: cosigns a broker's log as long as it only grows") { New(context), Serve(context), Show(context) };

    private static Option<string> KeyOption() => CommonOptions.Text("--key", "The witness's key, as `broker witness new` made it");

    private static Option<string> StateOption() => CommonOptions.Text("--state", "Folder of what was cosigned; default: the key's file with .state behind it", required: false);

    private static Command New(CommandContext context)
    {
        var name = CommonOptions.Text("--name", "Name of the witness, in a domain of its own, as witness.example/1");
        var output = CommonOptions.Text("--out", "File for the key; its memory goes to a folder beside it");
        var url = CommonOptions.Address("--url", "Address at which the broker's gateway will reach it", required: false);
        Command command = new("new", "Make a witness's key; print what the broker's operator and all readers of the log need") { name, output, url };
        command.SetAction(result =>
        {
            var file = result.Of(output);
            if (File.Exists(file))
            {
                // Before anything is made: an old key must not get an empty memory.
                throw new CommandFailure($"`{file}` exists already");
            }

            WitnessFolder.Create(WitnessFolder.FolderOf(file));
            using var key = WitnessKey.Create(file, result.Of(name), context.Random);
            Tell(context, key.Key, result.GetValue(url));
            context.Say("never run this key on two machines, and never on a copy of its folder: a witness that forgot can cosign two histories");
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command Serve(CommandContext context)
    {
        var (key, state) = (KeyOption(), StateOption());
        Option<string[]> logs = new("--log") { Description = "Trust file of a broker, compared by another channel; can be given again", Required = true, AllowMultipleArgumentsPerToken = true };
        var url = CommonOptions.Address("--url", $"Address to listen at; default: {DefaultUrl.GetLeftPart(UriPartial.Authority)}", required: false);
        Option<bool> remote = new("--allow-remote") { Description = "Listen at an address that is not loopback" };
        Option<bool> withInput = new("--stop-with-input") { Description = "End when standard input ends: for a program that starts it" };
        Command command = new("serve", "Answer the gateways of brokers, and monitors") { key, logs, state, url, remote, withInput };
        command.SetAction((result, cancellation) => new WitnessRun(context).RunAsync(
            new WitnessOptions(
                result.Of(key),
                result.GetValue(state) ?? WitnessFolder.FolderOf(result.Of(key)),
                [.. result.Of(logs).Select(path => ReceiptCommand.ReadTrust(path).Log)],
                WitnessServer.Address(result.GetValue(url) ?? DefaultUrl, result.GetValue(remote)),
                result.GetValue(withInput)),
            cancellation));
        return command;
    }

    private static Command Show(CommandContext context)
    {
        var (file, state) = (KeyOption(), StateOption());
        Command command = new("show", "Name and public key of a witness, and what it cosigned last") { file, state };
        command.SetAction(result =>
        {
            using var key = WitnessKey.Read(result.Of(file));
            Tell(context, key.Key, null);
            var hasFork = false;
            foreach (var (log, kept) in WitnessFolder.Look(result.GetValue(state) ?? WitnessFolder.FolderOf(result.Of(file)), key.Key))
            {
                context.Say(kept.Note.Length == 0
                    ? $"log {log.Name}: nothing cosigned yet"
                    : string.Create(CultureInfo.InvariantCulture, $"log {log.Name}: {kept.Head.Size} entries, root {kept.Head.Root}"));
                if (kept.HasFork)
                {
                    hasFork = true;
                    context.Say($"log {log.Name}: FORKED: another tree of a size that was cosigned, signed by the log, is kept in `{kept.ForkPath}`: show both to everyone");
                }
            }

            return hasFork ? ExitCodes.No : ExitCodes.Ok;
        });
        return command;
    }

    private static void Tell(CommandContext context, CosignerKey key, Uri? url)
    {
        context.Say($"verifier key {key}");
        context.Say("for the broker's file of witnesses (setting Silo:Witnesses) and for whoever checks its log:");
        context.Say(url is null ? $"witness {key.Name} {key}" : $"witness {key.Name} {key} {url.GetLeftPart(UriPartial.Path).TrimEnd('/')}");
        context.Say($"quorum {key.Name}");
        if (url is null)
        {
            context.Say("the broker's own file has the address of this witness at the end of its line, as http://127.0.0.1:5090");
        }
    }
}
