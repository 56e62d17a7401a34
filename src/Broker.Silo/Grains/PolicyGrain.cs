using System.Globalization;
using System.Security.Cryptography;
using Broker.Briefings;
using Broker.Contracts;
using Broker.Policy;
using Broker.Silo.Deposits;
using Broker.Silo.Log;
using Broker.Silo.Releases;
using Broker.Silo.Storage;
using Broker.Silo.Vault;

namespace Broker.Silo.Grains;

/// <summary>A country's sharing policy: proposed by one officer, in force once two different officers have signed its revision.</summary>
[GrainType("policy")]
internal sealed class PolicyGrain(IStore store, VaultService vault, PolicyActivations activations, LoggedRequests requests, CountryReference reference,
    IGrainFactory grains)
    : Grain, IPolicyGrain
{
    private const string KeyPrefix = "policy/";

    private string Country => this.GetPrimaryKeyString()[KeyPrefix.Length..];

    public async Task<ProposeOutcome> Propose(SignedCall call)
    {
        (Account? officer, Outcome refusal) = await new Authoriser(grains, vault).Check(call, Account.PolicyOfficer, $"/policies/{Country}/revisions");
        if (officer is null)
        {
            return new ProposeOutcome(refusal, "");
        }

        PolicyReading reading = SharingPolicyReader.Read(call.Body, "policy.yaml");
        if (reading.Policy is not { } policy)
        {
            IReadOnlyList<string> details = [.. reading.Diagnostics.Select(diagnostic => diagnostic.ToString())];
            return new ProposeOutcome(Outcome.Refuse("policy-rejected", "the file has errors; nothing was kept", details), "");
        }

        if (!string.Equals(policy.Country, Country, StringComparison.Ordinal))
        {
            return new ProposeOutcome(Outcome.Refuse("policy-rejected", $"the file is for `{policy.Country}`, not for `{Country}`; nothing was kept"), "");
        }

        if (reference.Find(Country) is null)
        {
            return new ProposeOutcome(Outcome.Refuse("unknown-country", $"this broker has no reference data for `{Country}`; nothing was kept"), "");
        }

        if (PlanFactory.Fault(policy, reference) is { } fault)
        {
            return new ProposeOutcome(Outcome.Refuse("policy-rejected", "no release could be made under this policy; nothing was kept", fault), "");
        }

        await store.WriteAsync(connection => PolicyRevisions.Propose(connection, Country, policy.Revision, officer.Id.ToString(), call.Body));
        return new ProposeOutcome(Outcome.Ok, policy.Revision);
    }

    public async Task<ApproveOutcome> Approve(SignedCall call)
    {
        (Account? officer, Outcome refusal) = await new Authoriser(grains, vault).Check(call, Account.PolicyOfficer, $"/policies/{Country}/approvals");
        if (officer is null)
        {
            return Refuse(refusal);
        }

        string[]? values = RequestText.Read(call.Body, "approve/1", "country", "revision", "replaces", "note");
        if (values is null || !string.Equals(values[0], Country, StringComparison.Ordinal) || SignedNote.Decode(values[3]) is not { } note
            || !PolicyActivationTerms.TryRead(Country, values[1], values[2], out PolicyActivationTerms? terms))
        {
            return Refuse(Answers.Malformed("approval"));
        }

        return activations.IsOf(note, officer, terms!)
            ? await store.WriteAsync(connection => activations.Take(connection, officer, terms!, note))
            : Refuse(Outcome.Refuse("malformed", "the approval's note does not sign this country, this revision and the one that it replaces; nothing was kept"));
    }

    public async Task<RequestsOutcome> Requests(SignedCall call)
    {
        (Account? officer, Outcome refusal) = await new Authoriser(grains, vault).Check(call, Account.PolicyOfficer, $"/policies/{Country}/requests");
        if (officer is null)
        {
            return new RequestsOutcome(refusal, [], -1);
        }

        if (RequestText.Read(call.Body, "requests/1", "country", "from") is not [var country, var text]
            || !string.Equals(country, Country, StringComparison.Ordinal)
            || !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long from)
            || !string.Equals(text, from.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal))
        {
            return new RequestsOutcome(Answers.Malformed("question for logged requests"), [], -1);
        }

        (byte[] lines, long next) = requests.Page(Country, from);
        return new RequestsOutcome(Outcome.Ok, lines, next);
    }

    public Task<PolicyView> Active() => Task.FromResult(store.Read(connection =>
        PolicyRevisions.InForce(connection, Country) is { } row
            ? new PolicyView(Country, row.Revision, Verified(connection, row.Revision), Names(connection, row), row.Entry)
            : new PolicyView(Country, "", [], [], -1)));

    public Task<PolicyHistory> History() => Task.FromResult(store.Read(connection =>
    {
        IReadOnlyList<PolicyRevisions.Row> rows = PolicyRevisions.All(connection, Country);
        string replaces = rows is [.., var last] ? last.Revision : PolicyActivationTerms.None;
        return new PolicyHistory(
            Country,
            [.. rows.Select(row => new PolicyRevisionView(row.Revision, row.Replaces, row.Entry, Names(connection, row)))],
            [
                .. PolicyRevisions.Pending(connection, Country).Select(pending => new PendingPolicyView(
                    pending.Revision, pending.Author, [.. PolicyApprovals.Of(connection, Country, pending.Revision, replaces).Select(row => row.Name)])),
            ]);
    }));

    public Task<byte[]> Revision(string revision) => Task.FromResult(store.Read(connection =>
        PolicyRevisions.Find(connection, Country, revision) is null ? [] : Verified(connection, revision)));

    private static ApproveOutcome Refuse(Outcome outcome) => new(outcome, 0, false, -1);

    private IReadOnlyList<string> Names(StoreConnection connection, PolicyRevisions.Row row) =>
    [
        .. PolicyApprovals.Of(connection, Country, row.Revision, row.Replaces)
            .Where(signed => string.Equals(signed.Officer, row.First, StringComparison.Ordinal) || string.Equals(signed.Officer, row.Second, StringComparison.Ordinal))
            .Select(signed => signed.Name),
    ];

    /// <summary>A stored file that is no more the one that two officers signed is served to nobody.</summary>
    private byte[] Verified(StoreConnection connection, string revision) =>
        PolicyRevisions.File(connection, Country, revision) is { } yaml && string.Equals(Convert.ToHexStringLower(SHA256.HashData(yaml)), revision, StringComparison.Ordinal)
            ? yaml
            : throw new DamagedStoreException("the file of a sharing policy is damaged; it is not served until it is restored from a backup");
}
