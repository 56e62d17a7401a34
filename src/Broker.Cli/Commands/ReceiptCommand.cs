using System.CommandLine;
using Broker.Briefings;
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
        Command command = new("receipt", "Check that a briefing is what the logged release says, or that a deposit is in the log") { briefing, deposit, receipt, trust, mirror };
        command.SetAction(result =>
        {
            var file = PrivateFile.Read(result.Of(receipt), TlogProof.MaxLength);
            var pinned = ReadTrust(result.Of(trust));
            var (holds, words) = DepositProofVerification.IsOne(file, pinned)
                ? OfDeposit(file, pinned, result.GetValue(briefing), result.GetValue(deposit))
                : OfRelease(file, pinned, result.GetValue(briefing), result.GetValue(deposit));
            context.Say(words);
            return !holds ? ExitCodes.No
                : result.GetValue(mirror) is string directory ? SayOfMirror(context, directory, file, pinned)
                : ExitCodes.Ok;
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

    private static (bool Holds, string Words) OfRelease(byte[] file, TrustFile trust, string? briefing, string? deposit)
    {
        if (briefing is null || deposit is not null)
        {
            return (false, "the receipt does not hold: it is no proof of a deposit in the trusted log; with a release's receipt give --briefing alone");
        }

        var verification = ReceiptVerification.Check(PrivateFile.Read(briefing, BriefingLimit), file, trust);
        return (verification.Holds, verification.ToString());
    }

    private static (bool Holds, string Words) OfDeposit(byte[] file, TrustFile trust, string? briefing, string? deposit)
    {
        if (briefing is not null)
        {
            return (false, "the receipt does not hold: it is the proof of a deposit and names no briefing");
        }

        DepositMark? own = null;
        if (deposit is not null)
        {
            if (!ReceiptStore.TryRead(PrivateFile.Read(deposit, ReceiptStore.MaxBytes), trust, out var mark))
            {
                return (false, "the receipt does not hold: what --deposit names is no deposit receipt of the trusted log");
            }

            own = mark;
        }

        var verification = DepositProofVerification.Check(file, trust, own);
        return (verification.Holds, verification.ToString());
    }

    public static TrustFile ReadTrust(string path)
        => TrustFile.TryParse(PrivateFile.Read(path, TrustFile.MaxLength), out var trust, out _) ? trust : throw CommandFailure.No($"`{path}` is not a trust file");
}
