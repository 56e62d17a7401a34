using System.Globalization;
using Broker.Briefings;
using Broker.Policy;
using Broker.Policy.Testing;
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

    /// <summary>Proposes the file unless it is known, and signs that it replaces what is in force; nothing when it is in force already.</summary>
    public async Task<ApproveAnswer> ActivateAsync(SharingPolicy policy, byte[] yaml, Action<string> say, CancellationToken cancellation)
    {
        var known = await ReadAsync(gateway, policy.Country, cancellation);
        var inForce = known.Revisions is [.., var last] ? last : null;
        if (inForce?.Revision == policy.Revision)
        {
            return new ApproveAnswer(inForce.ActivatedBy.Count, true, inForce.EntryIndex);
        }

        var replaces = inForce?.Revision ?? PolicyActivationTerms.None;
        if (!known.Pending.Any(pending => pending.Revision == policy.Revision) && await ProposeAsync(policy.Country, yaml, cancellation) != policy.Revision)
        {
            throw new CommandFailure("the gateway took the file for another one; nothing was signed");
        }

        say($"signing that revision {policy.Revision} replaces {(inForce is null ? "none: it is the country's first" : $"revision {replaces}")}");
        return await ApproveAsync(policy.Country, policy.Revision, replaces, cancellation);
    }

    /// <summary>Revisions of a country and what waits for signatures, which anyone may read.</summary>
    public static async Task<PoliciesAnswer> ReadAsync(GatewayClient gateway, string country, CancellationToken cancellation)
        => (await gateway.GetAsync($"/policies/{country}", cancellation)).Read<PoliciesAnswer>();

    /// <summary>Every request of a country that was decided, as lines of <c>request-log/1</c>: read, so that no file is written that can't be replayed.</summary>
    public async Task<IReadOnlyList<LoggedRequest>> RequestsAsync(string country, CancellationToken cancellation)
    {
        List<LoggedRequest> requests = [];
        for (long? from = 0; from is long entry;)
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"requests/1\ncountry {country}\nfrom {entry}\n");
            var page = (await gateway.PostTextAsync(officer, $"/policies/{country}/requests", text, cancellation)).Read<RequestsAnswer>();
            var read = RequestLog.Read(page.Lines);
            if (read.Faults.Count > 0 || page.Next <= entry || !AreNext(read.Requests, country, entry, page.Next ?? long.MaxValue))
            {
                throw new CommandFailure("the gateway's answer is not a list of logged requests of this country in the log's order; nothing was written");
            }

            requests.AddRange(read.Requests);
            from = page.Next;
        }

        return requests;
    }

    /// <summary>Signs that a revision replaces the one that the officer knows as in force; it is in force once two different people did.</summary>
    /// <param name="country">ISO 3166-1 alpha-3.</param>
    /// <param name="revision">SHA-256 of the officer's own copy of the file.</param>
    /// <param name="replaces">The revision in force, or <c>none</c>.</param>
    public async Task<ApproveAnswer> ApproveAsync(string country, string revision, string replaces, CancellationToken cancellation)
    {
        if (!PolicyActivationTerms.TryRead(country, revision, replaces, out var terms))
        {
            throw new CommandFailure("an approval is for a country and a revision of 64 lower-case hexadecimal digits, which replaces another one or none");
        }

        var note = officer.SignNote(terms!.Text(Domains.PolicyActivation(officer.Enrolled.Origin)));
        var text = $"approve/1\ncountry {country}\nrevision {revision}\nreplaces {replaces}\nnote {note}\n";
        return (await gateway.PostTextAsync(officer, $"/policies/{country}/approvals", text, cancellation)).Read<ApproveAnswer>();
    }

    private static bool AreNext(IReadOnlyList<LoggedRequest> page, string country, long from, long next) =>
        page.All(request => request.Country == country && request.Entry >= from && request.Entry < next) && page.Zip(page.Skip(1)).All(pair => pair.First.Entry < pair.Second.Entry);
}
