using System.Text;
using Broker.Briefings;
using Broker.Contracts;
using Broker.DisclosureControl;
using Broker.Policy;
using Broker.Sealing;
using Broker.Silo.Calendar;
using Broker.Silo.Deposits;
using Broker.Silo.Log;
using Broker.Silo.Releases;
using Broker.Silo.Storage;
using Broker.Silo.Vault;
using Microsoft.Data.Sqlite;

namespace Broker.Silo.Grains;

/// <summary>A country's sharing policy: proposed by one officer, in force once two different officers have signed its revision.</summary>
[GrainType("policy")]
internal sealed class PolicyGrain(
    SqliteStore store, VaultService vault, LogEntries entries, CountryReference reference, CalendarClock calendar, IGrainFactory grains)
    : Grain, IPolicyGrain
{
    private const string KeyPrefix = "policy/";
    private const int OfficersNeeded = 2;

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

        await store.WriteAsync(connection => connection.Execute(
            "INSERT INTO policies (country, revision, author, yaml) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
            Country, policy.Revision, officer.Id.ToString(), call.Body));
        return new ProposeOutcome(Outcome.Ok, policy.Revision);
    }

    public async Task<ApproveOutcome> Approve(SignedCall call)
    {
        (Account? officer, Outcome refusal) = await new Authoriser(grains, vault).Check(call, Account.PolicyOfficer, $"/policies/{Country}/approvals");
        if (officer is null)
        {
            return new ApproveOutcome(refusal, 0, false);
        }

        string[]? values = RequestText.Read(call.Body, "approve/1", "country", "revision", "note");
        if (values is null || !string.Equals(values[0], Country, StringComparison.Ordinal) || SignedNote.Decode(values[2]) is not { } note)
        {
            return new ApproveOutcome(Answers.Malformed("approval"), 0, false);
        }

        if (!SignedNote.IsOf(note, officer, ActivationText(values[1])))
        {
            return new ApproveOutcome(Outcome.Refuse("malformed", "the approval's note does not sign this country and revision; nothing was kept"), 0, false);
        }

        return await store.WriteAsync(connection => Record(connection, officer, values[1], Encoding.UTF8.GetString(note)));
    }

    public Task<PolicyView> Active() => Task.FromResult(store.Read(connection =>
    {
        List<PolicyView> found = connection.Rows(
            row => new PolicyView(Country, row.GetString(0), row.Bytes(1), [], row.GetInt64(2)),
            "SELECT a.revision, p.yaml, a.entry FROM activations a JOIN policies p ON p.country = a.country AND p.revision = a.revision WHERE a.country = $1 ORDER BY a.entry DESC LIMIT 1",
            Country);
        if (found.Count == 0)
        {
            return new PolicyView(Country, "", [], [], -1);
        }

        List<string> officers = connection.Rows(
            row => row.GetString(0), "SELECT name FROM approvals WHERE country = $1 AND revision = $2 ORDER BY officer", Country, found[0].Revision);
        return found[0] with { ActivatedBy = officers };
    }));

    private string ActivationText(string revision) => $"{Domains.PolicyActivation(vault.Origin)}\ncountry {Country}\nrevision {revision}\n";

    private ApproveOutcome Record(SqliteConnection connection, Account officer, string revision, string note)
    {
        if (connection.Text("SELECT author FROM policies WHERE country = $1 AND revision = $2", Country, revision) is null)
        {
            return new ApproveOutcome(Outcome.Refuse("unknown-revision", "nobody proposed this revision; propose the file first"), 0, false);
        }

        string? inForce = PolicyStore.InForce(connection, Country);
        bool wasInForce = connection.Number("SELECT 1 FROM activations WHERE country = $1 AND revision = $2", Country, revision) is not null;
        if (wasInForce && !string.Equals(inForce, revision, StringComparison.Ordinal))
        {
            return new ApproveOutcome(
                Outcome.Refuse("superseded", "this revision was in force once and another one replaced it; to return to it, issue it again as a new file"), 0, false);
        }

        connection.Execute(
            "INSERT INTO approvals (country, revision, officer, name, note) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
            Country, revision, officer.Id.ToString(), officer.Name, note);
        int approvals = (int)(connection.Number("SELECT count(*) FROM approvals WHERE country = $1 AND revision = $2", Country, revision) ?? 0);
        bool active = approvals >= OfficersNeeded;
        if (active)
        {
            Activate(connection, revision);
        }

        return new ApproveOutcome(Outcome.Ok, approvals, active);
    }

    /// <summary>In one transaction: the activation's entry in the log, the activation, and the country's first block when it is new.</summary>
    private void Activate(SqliteConnection connection, string revision)
    {
        long entry = entries.Append(
            connection, $"policy/{Country}/{revision}", new PolicyRevisionEntry(vault.Origin.ToString(), Country, Sha256Digest.Parse(revision)));
        connection.Execute(
            "INSERT INTO activations (country, entry, revision) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", Country, entry, revision);
        connection.Execute(
            "INSERT INTO countries (country, opened) VALUES ($1, $2) ON CONFLICT DO NOTHING",
            Country, FourWeekCalendar.Containing(calendar.Today).Ordinal);
    }
}
