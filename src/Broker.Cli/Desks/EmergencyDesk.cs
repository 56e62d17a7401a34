using System.Text;
using Broker.Briefings;
using Broker.Sealing;

namespace Broker.Cli;

/// <summary>Where a policy officer proposes an emergency plan and an auditor puts it in force: both sign one text.</summary>
internal sealed class EmergencyDesk(GatewayClient gateway, Member member)
{
    /// <summary>Proposes weeks; returns the plan's id and, when it is in force already, its entry.</summary>
    public async Task<EmergencyAnswer> ProposeAsync(string country, string firstWeek, string weeks, string revision, CancellationToken cancellation)
    {
        var terms = Read(country, firstWeek, weeks, revision, member.Enrolled.Account.ToString());
        var text = $"emergency/1\ncountry {country}\nfirst-week {firstWeek}\nweeks {weeks}\nrevision {revision}\nnote {Sign(terms)}\n";
        return (await gateway.PostTextAsync(member, $"/releases/{country}/emergency", text, cancellation)).Read<EmergencyAnswer>();
    }

    /// <summary>Signs a proposal as it is read from the broker: its id has to be that of the text that is signed.</summary>
    public async Task<EmergencyAnswer> ApproveAsync(string country, EmergencyPlanAnswer plan, CancellationToken cancellation)
    {
        var terms = TermsOf(country, plan);
        if (Sha256Digest.Of(Encoding.UTF8.GetBytes(terms.Text(Domain))).ToString() != plan.Plan)
        {
            throw new CommandFailure("the broker's plan is not the one that its id names; nothing was signed");
        }

        var text = $"emergency-approve/1\ncountry {country}\nplan {plan.Plan}\nnote {Sign(terms)}\n";
        return (await gateway.PostTextAsync(member, $"/releases/{country}/emergency/approvals", text, cancellation)).Read<EmergencyAnswer>();
    }

    /// <summary>Plans in force and proposals of a country, which anyone may read.</summary>
    public static async Task<EmergencyPlansAnswer> ReadAsync(GatewayClient gateway, string country, CancellationToken cancellation)
        => (await gateway.GetAsync($"/releases/{country}/emergency", cancellation)).Read<EmergencyPlansAnswer>();

    private string Domain => Domains.EmergencyApproval(member.Enrolled.Origin);

    private static EmergencyTerms TermsOf(string country, EmergencyPlanAnswer plan)
        => Read(country, plan.FirstWeek, plan.Weeks.ToString(System.Globalization.CultureInfo.InvariantCulture), plan.Revision, plan.Proposer);

    private static EmergencyTerms Read(string country, string firstWeek, string weeks, string revision, string proposer)
        => AccountName.TryParse(Encoding.UTF8.GetBytes(proposer), out var account) && EmergencyTerms.TryRead(country, firstWeek, weeks, revision, account, out var terms)
            ? terms!
            : throw new CommandFailure("an emergency plan is 1 to 4 weeks from one as 2014-W05, under a revision of 64 lower-case hexadecimal digits");

    private string Sign(EmergencyTerms terms) => member.SignNote(terms.Text(Domain));
}
