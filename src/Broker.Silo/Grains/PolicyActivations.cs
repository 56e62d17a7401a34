using System.Security.Cryptography;
using System.Text;
using Broker.Briefings;
using Broker.Contracts;
using Broker.DisclosureControl;
using Broker.Sealing;
using Broker.Silo.Calendar;
using Broker.Silo.Log;
using Broker.Silo.Storage;
using Broker.Silo.Vault;

namespace Broker.Silo.Grains;

/// <summary>The two-person rule of sharing policies: takes an officer's signed note and puts the revision in force once another person signed the same text.</summary>
/// <remarks>
/// Reference: docs/specs/sharing-policy.md, "Activation". INVARIANT: a revision is in force exactly when its entry is in the log, and each entry
/// holds two signatures, by different accounts with different keys, that were verified in the transaction which wrote it, against the accounts
/// and roles of that moment. INVARIANT: no revision comes into force twice, so the revision that a note replaces names one moment of the log.
/// </remarks>
internal sealed class PolicyActivations(AccountStore accounts, VaultService vault, LogEntries entries, ActivationEvidence evidence, CalendarClock calendar)
{
    private const int BothOfficers = 2;

    private string Domain => Domains.PolicyActivation(vault.Origin);

    /// <summary>Whether the officer signed exactly this.</summary>
    public bool IsOf(byte[] note, Account officer, PolicyActivationTerms terms) => SignedNote.IsOf(note, officer, terms.Text(Domain));

    /// <summary>In one transaction: the officer's verified note is kept, or both notes are put in force.</summary>
    public ApproveOutcome Take(StoreConnection connection, Account officer, PolicyActivationTerms terms, byte[] note)
    {
        if (Hindrance(connection, terms) is { } hindrance)
        {
            return Refuse(hindrance);
        }

        if (PolicyRevisions.Find(connection, terms.Country, terms.Revision.ToString()) is { } inForce)
        {
            return new ApproveOutcome(Outcome.Ok, BothOfficers, true, inForce.Entry);
        }

        List<(Account Officer, byte[] Note)> others = StillValid(connection, terms, officer);
        if (others.Find(other => !IsOneKey(other.Officer, officer)) is { Officer: { } second } found)
        {
            PolicyApprovals.Keep(connection, terms, officer, note);
            return Activate(connection, terms, (officer, note), (second, found.Note));
        }

        if (others.Count > 0)
        {
            return Refuse(Outcome.Refuse("one-person", "a sharing policy takes two people: this approval is signed with the key of the officer who signed before"));
        }

        PolicyApprovals.Keep(connection, terms, officer, note);
        return new ApproveOutcome(Outcome.Ok, 1, false, -1);
    }

    private static Outcome? Hindrance(StoreConnection connection, PolicyActivationTerms terms)
    {
        string revision = terms.Revision.ToString();
        if (!PolicyRevisions.IsKnown(connection, terms.Country, revision))
        {
            return Outcome.Refuse("unknown-revision", "nobody proposed this revision; propose the file first");
        }

        PolicyRevisions.Row? inForce = PolicyRevisions.InForce(connection, terms.Country);
        PolicyRevisions.Row? once = PolicyRevisions.Find(connection, terms.Country, revision);
        if (once is not null && once != inForce)
        {
            return Outcome.Refuse("superseded", "this revision was in force once and another one replaced it; to return to it, issue it again as a new file");
        }

        string replaced = once is null ? inForce?.Revision ?? PolicyActivationTerms.None : once.Replaces;
        return string.Equals(terms.ReplacesText, replaced, StringComparison.Ordinal)
            ? null
            : Outcome.Refuse("stale-approval", "the approval replaces another revision than the one in force, so it is void; nothing was kept");
    }

    // Looked at again, and not only when it was kept: who holds the role today, and that the kept note is still the officer's and over this text.
    private List<(Account Officer, byte[] Note)> StillValid(StoreConnection connection, PolicyActivationTerms terms, Account but) =>
    [
        .. PolicyApprovals.Of(connection, terms)
            .Where(row => !string.Equals(row.Officer, but.Id.ToString(), StringComparison.Ordinal))
            .Select(row => (Officer: AccountId.TryParse(row.Officer, out AccountId id) ? accounts.Find(id) : null, Note: Encoding.UTF8.GetBytes(row.Note)))
            .Where(row => row.Officer is { Role: Account.PolicyOfficer } && IsOf(row.Note, row.Officer, terms))
            .Select(row => (row.Officer!, row.Note)),
    ];

    /// <summary>The activation's entry in the log, the activation, and the country's first block when it is new.</summary>
    private ApproveOutcome Activate(StoreConnection connection, PolicyActivationTerms terms, (Account Officer, byte[] Note) one, (Account Officer, byte[] Note) other)
    {
        // What the notes replace is what the log says is in force: a row taken out of the store makes no void note count again.
        evidence.CheckNewest(connection, terms.Country, PolicyRevisions.InForce(connection, terms.Country));
        var logged = new PolicyRevisionEntry(vault.Origin.ToString(), terms, Signature(one), Signature(other));
        long entry = entries.Append(connection, $"policy/{terms.Country}/{terms.Revision}", logged);
        PolicyRevisions.Activate(connection, entry, logged);
        connection.Execute(
            "INSERT INTO countries (country, opened) VALUES ($1, $2) ON CONFLICT DO NOTHING",
            terms.Country, FourWeekCalendar.Containing(calendar.Today).Ordinal);
        return new ApproveOutcome(Outcome.Ok, BothOfficers, true, entry);
    }

    private static EntrySignature Signature((Account Officer, byte[] Note) signed) =>
        EntrySignature.Of(AccountName.Parse(signed.Officer.Id.ToString()), SignedNote.Signature(signed.Note));

    private static bool IsOneKey(Account one, Account other) => CryptographicOperations.FixedTimeEquals(one.SigningKey, other.SigningKey);

    private static ApproveOutcome Refuse(Outcome outcome) => new(outcome, 0, false, -1);
}
