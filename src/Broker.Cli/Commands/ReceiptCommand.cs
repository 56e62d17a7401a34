using System.CommandLine;
using Broker.Cli.Verify;
using Broker.Transparency;

namespace Broker.Cli;

/// <summary><c>broker verify receipt</c>: offline.</summary>
internal static class ReceiptCommand
{
    private const int BriefingLimit = 4 * 1024 * 1024;

    public static Command Create(CommandContext context)
    {
        var briefing = CommonOptions.Text("--briefing", "Of a release's receipt: the briefing as it was delivered, HTML or JSON", required: false);
        var deposit = CommonOptions.Text("--deposit", "Of a deposit's: your own receipt, as it is kept in `receipts/`; without it any deposit is taken and named", required: false);
        var receipt = CommonOptions.Text("--receipt", "The receipt: the one that came with a briefing, or the proof of a deposit");
        var trust = CommonOptions.Text("--trust", "The trust file that you pinned");
        var mirror = CommonOptions.Text("--dir", "A copy of the log: the receipt's checkpoint must be one of it, else the broker shows you another log", required: false);
        Command command = new("receipt", "Check that a briefing is what the logged release says") { briefing, receipt, trust, mirror };
        command.SetAction(result =>
        {
            var verification = ReceiptVerification.Check(
                PrivateFile.Read(result.Of(briefing), BriefingLimit),
                PrivateFile.Read(result.Of(receipt), TlogProof.MaxLength),
                ReadTrust(result.Of(trust)));
            context.Say(verification.ToString());
            if (verification.Holds && result.GetValue(mirror) is string directory)
            {
                return SayOfMirror(context, directory, PrivateFile.Read(result.Of(receipt), TlogProof.MaxLength), ReadTrust(result.Of(trust)));
            }

            return verification.Holds ? ExitCodes.Ok : ExitCodes.No;
        });
        return command;
    }

    private static int SayOfMirror(CommandContext context, string directory, ReadOnlySpan<byte> receipt, TrustFile trust)
    {
        var outcome = TlogProof.TryParse(receipt, out var proof)
            ? MirroredLog.Contains(directory, TrustedLog.Verifier(trust), proof.Checkpoint.Span)
            : VerifyOutcome.Malformed("the receipt");
        context.Say(outcome.Words);
        return outcome.ExitCode;
    }

    public static TrustFile ReadTrust(string path)
        => TrustFile.TryParse(PrivateFile.Read(path, TrustFile.MaxLength), out var trust, out _) ? trust : throw CommandFailure.No($"`{path}` is not a trust file");
}
