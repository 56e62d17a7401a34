using System.CommandLine;
using Broker.Transparency;

namespace Broker.Cli;

/// <summary><c>broker verify receipt</c>: offline.</summary>
internal static class ReceiptCommand
{
    private const int BriefingLimit = 4 * 1024 * 1024;

    public static Command Create(CommandContext context)
    {
        var briefing = CommonOptions.Text("--briefing", "The briefing as it was delivered, HTML or JSON");
        var receipt = CommonOptions.Text("--receipt", "The receipt that came with it");
        var trust = CommonOptions.Text("--trust", "The trust file that you pinned");
        Command command = new("receipt", "Check that a briefing is what the logged release says") { briefing, receipt, trust };
        command.SetAction(result =>
        {
            var verification = ReceiptVerification.Check(
                PrivateFile.Read(result.Of(briefing), BriefingLimit),
                PrivateFile.Read(result.Of(receipt), TlogProof.MaxLength),
                ReadTrust(result.Of(trust)));
            context.Say(verification.ToString());
            return verification.Holds ? ExitCodes.Ok : ExitCodes.No;
        });
        return command;
    }

    public static TrustFile ReadTrust(string path)
        => TrustFile.TryParse(PrivateFile.Read(path, TrustFile.MaxLength), out var trust, out _) ? trust : throw CommandFailure.No($"`{path}` is not a trust file");
}
