using System.Security.Cryptography;
using System.Text;
using Broker.Briefings;
using Broker.Contracts;
using Broker.DisclosureControl;
using Broker.Sealing;
using Broker.Silo.Calendar;
using Broker.Silo.Deposits;
using Broker.Silo.Log;
using Broker.Silo.Releases;
using Broker.Silo.Storage;
using Broker.Silo.Vault;

namespace Broker.Silo.Grains;

/// <summary>A country's emergency plans: weeks that are measured with less noise, allowed by a policy officer and an auditor beforehand.</summary>
/// <remarks>
/// Reference: docs/specs/disclosure-control.md, "Emergency plans". INVARIANT: a plan is in force exactly when its entry is in the log, and it
/// got there before the first of its weeks was over, so nobody chooses it after having seen what came in.
/// </remarks>
[GrainType("emergency")]
internal sealed class EmergencyGrain(
    IStore store, EmergencyStore plans, AccountStore accounts, PolicyStore policies, VaultService vault, LogEntries entries, CountryReference reference,
    CalendarClock calendar, IGrainFactory grains)
    : Grain, IEmergencyGrain
{
    private const string KeyPrefix = "emergency/";
    private const int MostProposals = 16;

    private static readonly Outcome Unknown = Outcome.Refuse("unknown-emergency", "nobody proposed this emergency plan, or its first week is over");

    private string Country => this.GetPrimaryKeyString()[KeyPrefix.Length..];

    private string Domain => Domains.EmergencyApproval(vault.Origin);

    public async Task<EmergencyOutcome> Propose(SignedCall call)
    {
        (Account? officer, Outcome refusal) = await new Authoriser(grains, vault).Check(call, Account.PolicyOfficer, $"/releases/{Country}/emergency");
        if (officer is null)
        {
            return Refuse(refusal);
        }

        string[]? values = RequestText.Read(call.Body, "emergency/1", "country", "first-week", "weeks", "revision", "note");
        if (values is null || !string.Equals(values[0], Country, StringComparison.Ordinal) || SignedNote.Decode(values[4]) is not { } note
            || !EmergencyTerms.TryRead(Country, values[1], values[2], values[3], AccountName.Parse(officer.Id.ToString()), out EmergencyTerms? terms))
        {
            return Refuse(Answers.Malformed("proposal of an emergency plan"));
        }

        return SignedNote.IsOf(note, officer, terms!.Text(Domain))
            ? await store.WriteAsync(connection => Keep(connection, terms, note))
            : Refuse(Outcome.Refuse("malformed", "the note does not sign these weeks of this country under this revision; nothing was kept"));
    }

    public async Task<EmergencyOutcome> Approve(SignedCall call)
    {
        (Account? auditor, Outcome refusal) = await new Authoriser(grains, vault).Check(call, Account.Auditor, $"/releases/{Country}/emergency/approvals");
        if (auditor is null)
        {
            return Refuse(refusal);
        }

        string[]? values = RequestText.Read(call.Body, "emergency-approve/1", "country", "plan", "note");
        if (values is null || !string.Equals(values[0], Country, StringComparison.Ordinal) || SignedNote.Decode(values[2]) is not { } note)
        {
            return Refuse(Answers.Malformed("approval of an emergency plan"));
        }

        if (plans.All(Country).FirstOrDefault(row => string.Equals(row.Plan, values[1], StringComparison.Ordinal)) is not { } proposal)
        {
            return Refuse(Unknown);
        }

        string text = proposal.Terms.Text(Domain);
        byte[] proposed = Encoding.UTF8.GetBytes(proposal.Note);
        if (!SignedNote.IsOf(note, auditor, text))
        {
            return Refuse(Outcome.Refuse("malformed", "the approval's note does not sign this plan; nothing was changed"));
        }

        // Looked at again, and not only when it was proposed: who holds which role today, and that the kept note is still the officer's.
        if (accounts.Find(AccountId.Parse(proposal.Terms.Proposer.ToString())) is not { Role: Account.PolicyOfficer } officer || !SignedNote.IsOf(proposed, officer, text))
        {
            return Refuse(Unknown);
        }

        return CryptographicOperations.FixedTimeEquals(officer.SigningKey, auditor.SigningKey)
            ? Refuse(Outcome.Refuse("one-person", "an emergency plan takes two people: the auditor signs with the key of the officer who proposed it"))
            : await store.WriteAsync(connection => Activate(connection, proposal, proposed, auditor, note));
    }

    /// <summary>Of the policy in force only: under another one a plan is worth nothing, and must not be taken for one in force.</summary>
    public Task<IReadOnlyList<EmergencyPlanView>> Plans() => Task.FromResult(store.Read<IReadOnlyList<EmergencyPlanView>>(connection =>
    {
        string? inForce = PolicyStore.InForce(connection, Country);
        return [.. EmergencyStore.All(connection, Country).Where(row => string.Equals(row.Terms.Revision.ToString(), inForce, StringComparison.Ordinal)).Select(View)];
    }));

    private static EmergencyPlanView View(EmergencyStore.Row row) => new(
        row.Plan, row.Terms.FirstWeek.Id, row.Terms.Weeks, row.Terms.Revision.ToString(), row.Terms.Proposer.ToString(), row.Entry ?? -1);

    private EmergencyOutcome Keep(StoreConnection connection, EmergencyTerms terms, byte[] note)
    {
        DateOnly today = DailyRoots.OpenDay(connection, calendar.Today);
        EmergencyStore.DropDead(connection, Country, today, PolicyStore.InForce(connection, Country));
        if (Hindrance(connection, terms, today) is { } hindrance)
        {
            return Refuse(hindrance);
        }

        IReadOnlyList<EmergencyStore.Row> known = EmergencyStore.All(connection, Country);
        string plan = Sha256Digest.Of(Encoding.UTF8.GetBytes(terms.Text(Domain))).ToString();
        if (known.FirstOrDefault(row => string.Equals(row.Plan, plan, StringComparison.Ordinal)) is { } same)
        {
            return new EmergencyOutcome(Outcome.Ok, plan, same.Entry ?? -1);
        }

        // Counted by officer: one who fills the list, with weeks of another century even, keeps no other one from proposing.
        if (known.Count(row => row.Entry is null && row.Terms.Proposer == terms.Proposer) >= MostProposals)
        {
            return Refuse(Outcome.Refuse("conflict", "this officer has as many open proposals of emergency plans for the country as are kept; nothing was kept"));
        }

        EmergencyStore.Insert(connection, plan, terms, Encoding.UTF8.GetString(note));
        return new EmergencyOutcome(Outcome.Ok, plan, -1);
    }

    /// <summary>In one transaction: everything is asked again, the plan's entry in the log, and the plan in force.</summary>
    private EmergencyOutcome Activate(StoreConnection connection, EmergencyStore.Row proposal, byte[] officerNote, Account auditor, byte[] auditorNote)
    {
        EmergencyStore.Row? row = EmergencyStore.All(connection, Country).FirstOrDefault(candidate => string.Equals(candidate.Plan, proposal.Plan, StringComparison.Ordinal));
        if (row is not { Entry: null })
        {
            return row?.Entry is { } earlier ? new EmergencyOutcome(Outcome.Ok, row.Plan, earlier) : Refuse(Unknown);
        }

        if (Hindrance(connection, row.Terms, DailyRoots.OpenDay(connection, calendar.Today)) is { } hindrance)
        {
            return Refuse(hindrance);
        }

        long index = entries.Append(connection, $"emergency-plan/{row.Plan}", new EmergencyPlanEntry(
            vault.Origin.ToString(), row.Terms, Variances(row.Terms), EntrySignature.Of(row.Terms.Proposer, SignedNote.Signature(officerNote)),
            EntrySignature.Of(AccountName.Parse(auditor.Id.ToString()), SignedNote.Signature(auditorNote))));
        EmergencyStore.Activate(connection, Country, row.Plan, index);
        return new EmergencyOutcome(Outcome.Ok, row.Plan, index);
    }

    /// <summary>Why the weeks can't be an emergency's, as of a day that no clock set back can move; null when they can.</summary>
    private Outcome? Hindrance(StoreConnection connection, EmergencyTerms terms, DateOnly today)
    {
        if (!string.Equals(PolicyStore.InForce(connection, Country), terms.Revision.ToString(), StringComparison.Ordinal))
        {
            return Outcome.Refuse("emergency-revision", "the sharing policy in force is not the one that the emergency plan names");
        }

        // The cut-off of the first week, and with it of each, has to be ahead.
        if (terms.FirstWeek.End <= today)
        {
            return Outcome.Refuse("emergency-late", "a week of the emergency plan is over: its flash was measured, or not, without one");
        }

        IEnumerable<IsoWeek> spent = EmergencyStore.Spent(connection, Country, terms.Revision.ToString());
        return !EmergencyTerms.AreFewEnough(spent.Concat(terms.EachWeek()))
            ? Outcome.Refuse("emergency-spent", "a country has at most four weeks of emergency in any 52")
            : Plan(terms) is null
                ? Outcome.Refuse("emergency-revision", "no tier of the sharing policy in force sees a table of a week")
                : null;
    }

    private string Variances(EmergencyTerms terms) =>
        Plan(terms) is { } plan ? $"{plan.VarianceOf(CellGroup.Country)} {plan.VarianceOf(CellGroup.Category)} {plan.VarianceOf(CellGroup.Area)}"
            : throw new InvalidOperationException("a plan without tables was not refused");

    private MeasurementPlan? Plan(EmergencyTerms terms)
    {
        MeasurementPlan? plan = policies.Find(Country, terms.Revision.ToString()) is { } policy
            ? PlanFactory.Create(policy.Policy, MeasuredPeriod.Flash(terms.FirstWeek), VolumeClass.Small, PlanKind.Emergency, reference)
            : null;
        return plan is not null && Enumerable.Range(0, plan.Tiers.Count).Any(plan.IsSeenBy) ? plan : null;
    }

    private static EmergencyOutcome Refuse(Outcome outcome) => new(outcome, "", -1);
}
