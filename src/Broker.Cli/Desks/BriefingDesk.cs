using System.Text;
using Broker.Transparency;

namespace Broker.Cli;

/// <summary>Where a requester asks for briefings and keeps them.</summary>
internal sealed class BriefingDesk(GatewayClient gateway, Member requester)
{
    /// <summary>
    /// Asks: every request is logged, once, however often it is sent. A refusal is an answer that is not ok, with the rule in one sentence. While
    /// the broker waits for witnesses the same is asked again, for a minute.
    /// </summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="cancellation">Ends the asking.</param>
    /// <param name="id">The id of a request that was sent before; null for a new one.</param>
    public Task<GatewayAnswer> AskAsync(BriefingRequest request, CancellationToken cancellation, string? id = null)
        => gateway.PostTextAsync(requester, "/requests", request.TextOf(id ?? gateway.NewRequestId()), cancellation);

    /// <summary>Checks both forms of a delivered briefing offline, then writes them with receipt and trust file.</summary>
    /// <remarks>The receipt's checkpoint goes through the one that the member keeps: a log that contradicts it is refused, and nothing is written.</remarks>
    /// <returns>The verification of the JSON form; when it does not hold, nothing was written.</returns>
    public async Task<ReceiptVerification> KeepAsync(BriefingAnswer briefing, string folder, CancellationToken cancellation)
    {
        var receipt = Encoding.UTF8.GetBytes(briefing.Receipt);
        var page = ReceiptVerification.Check(briefing.Html, receipt, requester.Trust);
        var verification = page.Holds ? ReceiptVerification.Check(briefing.Json, receipt, requester.Trust) : page;
        if (verification.Holds && TlogProof.TryParse(receipt, out var proof))
        {
            await requester.Folder.Checkpoint.AdmitAsync(requester.Trust, proof.Checkpoint, new GatewayLog(gateway).ExtendsAsync, cancellation);
            Directory.CreateDirectory(folder);
            File.WriteAllBytes(Path.Combine(folder, "briefing.html"), briefing.Html);
            File.WriteAllBytes(Path.Combine(folder, "briefing.json"), briefing.Json);
            File.WriteAllBytes(Path.Combine(folder, "receipt"), receipt);
            File.WriteAllBytes(Path.Combine(folder, "trust"), requester.Trust.Format());
        }

        return verification;
    }
}
