using Broker.Briefings;
using Broker.Contracts;
using Broker.Sealing;
using Broker.Silo.Calendar;
using Broker.Silo.Deposits;
using Broker.Silo.Releases;
using Broker.Silo.Storage;
using Broker.Silo.Vault;

namespace Broker.Silo.Grains;

/// <summary>What a depositor agrees to about its records of earlier revisions of a country's policy: notes that it signs itself.</summary>
/// <remarks>Reference: docs/specs/sharing-policy.md, "Consent". INVARIANT: a note and its entry in the log become durable together.</remarks>
[GrainType("consent")]
internal sealed class ConsentGrain(
    IStore store, ConsentStore consents, DepositStore deposits, MeasurementStore measurements, VaultService vault, CalendarClock calendar, IGrainFactory grains)
    : Grain, IConsentGrain
{
    // Each is an entry and has every open period counted anew. Taking a consent back is never refused for it.
    private const int MostNotes = 64;

    private static readonly Outcome WrongRevision =
        Outcome.Refuse("consent-revision", "the consent names a revision that was never in force for this country, or agrees to one that is not in force now");

    private string Country => this.GetPrimaryKeyString().Split('/')[1];

    private string OwnerText => this.GetPrimaryKeyString().Split('/')[2];

    public async Task<ConsentOutcome> Give(SignedCall call)
    {
        (Account? depositor, Outcome refusal) = await Authorise(call, $"/policies/{Country}/consents");
        if (depositor is null)
        {
            return Refuse(refusal);
        }

        string[]? values = RequestText.Read(call.Body, "consent/1", "country", "from", "to", "after", "note");
        if (values is null || !string.Equals(values[0], Country, StringComparison.Ordinal) || SignedNote.Decode(values[4]) is not { } note
            || !ConsentTerms.TryRead(Country, values[1], values[2], values[3], out ConsentTerms? terms))
        {
            return Refuse(Answers.Malformed("consent"));
        }

        return SignedNote.IsOf(note, depositor, terms!.Text(Domains.Consent(vault.Origin)))
            ? await store.WriteAsync(connection => Keep(connection, AccountName.Parse(depositor.Id.ToString()), terms, note))
            : Refuse(Outcome.Refuse("malformed", "the note does not sign this consent; nothing was changed"));
    }

    public async Task<ConsentStatusOutcome> Status(SignedCall call)
    {
        (Account? depositor, Outcome refusal) = await Authorise(call, $"/policies/{Country}/consents/status");
        if (depositor is null || call.Body.Length > 0)
        {
            return new ConsentStatusOutcome(depositor is null ? refusal : Answers.Malformed("question about consents"), "", []);
        }

        Dictionary<string, long> records = CountByRevision(depositor.Id);
        return store.Read(connection => PolicyStore.InForce(connection, Country) is { } inForce
            ? new ConsentStatusOutcome(Outcome.Ok, inForce, [.. EverInForce(connection).Select(revision => Line(connection, depositor.Id, revision, records))])
            : new ConsentStatusOutcome(Outcome.Refuse("no-policy", "no sharing policy is in force for this country"), "", []));
    }

    /// <summary>In one transaction: what stands is looked at, the note kept, its entry in the log, and every book of an open period void.</summary>
    private ConsentOutcome Keep(StoreConnection connection, AccountName depositor, ConsentTerms terms, byte[] note)
    {
        if (!EverInForce(connection).Contains(terms.From.ToString(), StringComparer.Ordinal))
        {
            return Refuse(WrongRevision);
        }

        (StandingConsent? last, int count) = consents.Find(connection, depositor, Country, terms.From);
        if ((last?.Terms.To ?? terms.From) == terms.To)
        {
            return new ConsentOutcome(Outcome.Ok, last?.Entry ?? -1);
        }

        if (terms.After != last?.Entry)
        {
            return Refuse(Outcome.Refuse("consent-stale", "the note does not follow this depositor's last one about these records; nothing was changed"));
        }

        if (!terms.IsRevocation && !string.Equals(PolicyStore.InForce(connection, Country), terms.To.ToString(), StringComparison.Ordinal))
        {
            return Refuse(WrongRevision);
        }

        if (!terms.IsRevocation && count >= MostNotes)
        {
            return Refuse(Outcome.Refuse("conflict", "this depositor has agreed and taken it back as often as is kept; nothing was changed"));
        }

        // A day that no clock set back can move, as that of a deposit: once a period's last day is closed, nothing is dated into it.
        var facts = new ConsentFacts { Depositor = depositor, Terms = terms, Consented = DailyRoots.OpenDay(connection, calendar.Today) };
        return new ConsentOutcome(Outcome.Ok, consents.Append(connection, facts, note, count));
    }

    private List<string> EverInForce(StoreConnection connection) =>
        [.. PolicyRevisions.All(connection, Country).Select(row => row.Revision)];

    private ConsentLine Line(StoreConnection connection, AccountId depositor, string revision, Dictionary<string, long> records)
    {
        StandingConsent? last = consents.Find(connection, AccountName.Parse(depositor.ToString()), Country, Sha256Digest.Parse(revision)).Last;
        return new ConsentLine(
            revision, records.GetValueOrDefault(revision), last is { Terms.IsRevocation: false } ? last.To : "", last?.Entry ?? -1, last?.Given ?? default);
    }

    /// <summary>Of the depositor's own records that are still to be counted: what was measured for good is bound to nothing any more.</summary>
    private Dictionary<string, long> CountByRevision(AccountId depositor)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach ((RecordId record, RecordState state) in deposits.Records(depositor))
        {
            if (state == RecordState.Sealed && store.Read(connection => Contribution(connection, record)) is { } stored)
            {
                counts[stored.Revision] = counts.GetValueOrDefault(stored.Revision) + 1;
            }
        }

        return counts;
    }

    private StoredContribution? Contribution(StoreConnection connection, RecordId record) =>
        measurements.FindContribution(connection, record) is (var partition, { } stored)
            ? partition.AsSpan().SequenceEqual(measurements.Partition(Country, stored.Ordinal)) ? stored : null
            : deposits.FindWaiting(connection, Country, record);

    private async Task<(Account? Depositor, Outcome Refusal)> Authorise(SignedCall call, string path)
    {
        (Account? account, Outcome refusal) = await new Authoriser(grains, vault).Check(call, Account.Depositor, path);
        if (account is not null && string.Equals(account.Id.ToString(), OwnerText, StringComparison.Ordinal))
        {
            return (account, refusal);
        }

        // Anyone can name a depositor that does not exist: it must not stay in memory.
        DeactivateOnIdle();
        return (null, account is null ? refusal : Answers.Unauthorised);
    }

    private static ConsentOutcome Refuse(Outcome outcome) => new(outcome, -1);
}
