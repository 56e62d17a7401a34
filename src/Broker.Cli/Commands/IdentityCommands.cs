using System.CommandLine;
using System.Text;
using Broker.Sealing;
using Broker.Transparency;

namespace Broker.Cli;

/// <summary><c>broker identity</c>: the offline key that signs epoch keys; needs no network.</summary>
internal static class IdentityCommands
{
    private const int LongestText = 4096;

    /// <summary>How the first line of an epoch's text and of its note ends: the only files that these commands write over.</summary>
    internal static ReadOnlySpan<byte> EpochKeyFile => "/epoch-key/v1"u8;

    public static Command Create(CommandContext context) => new("identity", "The offline key that vouches for the vault's epochs") { New(context), Show(context), Sign(context) };

    private static Option<string> PassphraseFile() => CommonOptions.Text(
        "--passphrase-file", "File whose first line is the passphrase; default: asked for, or the first line of standard input", required: false);

    private static Command New(CommandContext context)
    {
        var output = CommonOptions.Text("--out", "File to make");
        var name = CommonOptions.Text("--origin", "Origin of the broker instance, as broker.example");
        var passphraseFile = PassphraseFile();
        Command command = new("new", "Make an identity, sealed under a passphrase; keep it offline") { output, name, passphraseFile };
        command.SetAction(result =>
        {
            if (!Origin.TryParse(result.Of(name), out var origin))
            {
                throw new CommandFailure("--origin is lower-case letters, digits, dots, hyphens and slashes, at most 63");
            }

            if (File.Exists(result.Of(output)))
            {
                throw new CommandFailure($"`{result.Of(output)}` exists already");
            }

            using var passphrase = Passphrase.ReadNew(context, result.GetValue(passphraseFile));
            using var key = Ed25519SigningKey.Generate(context.Random);
            PrivateFile.Write(result.Of(output), IdentityFile.Format(origin, key, passphrase.Span, context.Random), replace: false);
            Tell(context, IdentityFile.NameOf(origin), key.PublicKey);
            context.Say("keep the file offline and the passphrase elsewhere; without both no epoch can be signed again");
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command Show(CommandContext context)
    {
        Argument<string> file = new("file") { Description = "Identity file" };
        Command command = new("show", "Name and public key of an identity") { file };
        command.SetAction(result =>
        {
            var identity = Read(result.Of(file));
            Tell(context, identity.Name, identity.PublicKey);
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command Sign(CommandContext context)
    {
        Argument<string> text = new("text") { Description = "The text that `broker vault epoch` or `rotate` wrote" };
        var file = CommonOptions.Text("--identity", "Identity file");
        var output = CommonOptions.Text("--out", "File for the note");
        var passphraseFile = PassphraseFile();
        Command command = new("sign", "Sign an epoch's public key, and nothing else, offline") { text, file, output, passphraseFile };
        command.SetAction(result =>
        {
            PrivateFile.RefuseOther(result.Of(output), EpochKeyFile);
            var identity = Read(result.Of(file));
            var bytes = PrivateFile.Read(result.Of(text), LongestText);
            if (!EpochKeyNote.TryParseText(bytes, identity.Origin, out _))
            {
                throw CommandFailure.No($"`{result.Of(text)}` is not the key of an epoch of {identity.Origin}: nothing was signed");
            }

            // Strictly parsed, so these are the bytes and no other: printable lines.
            var shown = Encoding.ASCII.GetString(bytes);
            context.Say($"{identity.Name} signs:");
            context.Say(shown.TrimEnd('\n'));
            using var passphrase = Passphrase.Read(context, result.GetValue(passphraseFile));
            if (!identity.TryOpen(passphrase.Span, out var key, out _))
            {
                throw CommandFailure.No("the identity does not open: another passphrase, or an altered file");
            }

            using (key)
            {
                PrivateFile.Write(result.Of(output), EpochKeyNote.Sign(shown, identity.Name, key!));
            }

            context.Say($"wrote `{result.Of(output)}`; install it with `broker vault install`");
            return ExitCodes.Ok;
        });
        return command;
    }

    private static IdentityFile Read(string path)
        => IdentityFile.TryParse(PrivateFile.Read(path, IdentityFile.MaxBytes), out var identity, out var reason) ? identity!
            : reason == IdentityFileFailure.Limits ? throw new CommandFailure($"`{path}` demands more work or memory than an identity may")
            : throw new CommandFailure($"`{path}` is not an identity");

    private static void Tell(CommandContext context, string name, byte[] publicKey)
    {
        context.Say($"public key {Convert.ToHexStringLower(publicKey)}");
        context.Say($"verifier key {new VerifierKey(name, publicKey)}");
        context.Say("the silo's setting Silo:Identity is the public key");
    }
}
