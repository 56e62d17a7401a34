using System.Text;
using Broker.Sealing;

namespace Broker.Cli;

/// <summary>Where policy officers propose and approve revisions of a sharing policy.</summary>
internal sealed class PolicyDesk(GatewayClient gateway, Member officer)
{
    /// <summary>Proposes a file; returns its revision.</summary>
    public async Task<string> ProposeAsync(string country, byte[] yaml, CancellationToken cancellation)
    {
        var answer = await gateway.PostAsync(officer, $"/policies/{country}/revisions", GatewayClient.YamlType, yaml, cancellation);
        return answer.Read<ProposeAnswer>().Revision;
    }

    /// <summary>Signs a revision; it is in force once two different officers did.</summary>
    public async Task<ApproveAnswer> ApproveAsync(string country, string revision, CancellationToken cancellation)
    {
        if (revision.Length != 64 || !revision.All(char.IsAsciiHexDigitLower))
        {
            throw new CommandFailure("a revision is 64 lower-case hexadecimal digits");
        }

        var signed = $"{Domains.PolicyActivation(officer.Enrolled.Origin)}\ncountry {country}\nrevision {revision}\n";
        var note = Convert.ToBase64String(NoteText.Sign(Encoding.UTF8.GetBytes(signed), officer.SignerName, officer.Signing));
        var text = $"approve/1\ncountry {country}\nrevision {revision}\nnote {note}\n";
        return (await gateway.PostTextAsync(officer, $"/policies/{country}/approvals", text, cancellation)).Read<ApproveAnswer>();
    }
}
