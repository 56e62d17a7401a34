using System.CommandLine;
using Broker.Sealing;

namespace Broker.Cli;

/// <summary><c>broker source</c>: the depositor's own sealed source parts.</summary>
internal static class SourceCommands
{
    public static Command Create(CommandContext context) => new("source", "A depositor's own sealed source parts") { Open(context) };

    private static Command Open(CommandContext context)
    {
        Argument<string> envelope = new("envelope") { Description = "An age file of the folder `sources`" };
        var folder = CommonOptions.Folder("--member", "The depositor's folder");
        var output = CommonOptions.Text("--out", "File for the plaintext, readable by you alone");
        Command command = new("open", "Open a source part of your own with your key, offline") { envelope, folder, output };
        command.SetAction(result =>
        {
            using var member = new MemberFolder(result.Of(folder)).Open();
            OpenTo(PrivateFile.Read(result.Of(envelope), DepositLimits.Source), member, result.Of(output));
            context.Say($"opened into `{result.Of(output)}`; delete it when you are done");
            return ExitCodes.Ok;
        });
        return command;
    }

    private static void OpenTo(byte[] envelope, Member member, string output)
    {
        // Room for the whole plaintext at once: a stream that grows would leave copies behind.
        using SecretBytes padded = new(envelope.Length);
        using var plaintext = padded.Stream();
        using MemoryStream input = new(envelope, writable: false);
        if (!AgeEnvelope.TryOpen(plaintext, input, member.Sealing, out _))
        {
            throw CommandFailure.No("the envelope does not open with this member's key");
        }

        padded.Length = (int)plaintext.Position;
        PrivateFile.Write(
            output, Padding.TryUnpad(padded.Span, out var content) ? padded.Span[content] : throw CommandFailure.No("the envelope's padding is damaged"), replace: false);
    }
}
