using System.Security.Cryptography;
using System.Text;
using Broker.Briefings;
using Broker.DisclosureControl;
using Broker.Policy;
using Broker.Sealing;
using Broker.Silo.Grains;
using Broker.Silo.Vault;
using Broker.Transparency;

namespace Broker.Silo.Deposits;

/// <summary>
/// Checks one package from its framing to its vocabulary and turns it into what is stored. Writes nothing: a package that is
/// refused leaves nothing behind.
/// </summary>
internal sealed class DepositIntake(VaultService vault, PolicyStore policies, CountryReference reference)
{
    /// <summary>The record in its stored form, or the code of the refusal; the id is known once the head was readable.</summary>
    /// <param name="depositor">The depositor.</param>
    /// <param name="package">The package.</param>
    /// <param name="day">The day of the deposit.</param>
    /// <param name="logSize">Entries of the log when it arrived, of a package that waited in the inbox: the revision of that moment binds it.</param>
    public Examined Admit(Account depositor, ReadOnlyMemory<byte> package, DateOnly day, long? logSize)
    {
        if (!DepositPackage.TryRead(package, out PackageParts parts, out DepositRefusal framing))
        {
            return new Examined(null, "", DepositRefusals.Code(framing));
        }

        var keys = new DepositorKeys(depositor.Id, depositor.SigningKey, depositor.Id.ToString());
        DepositRefusal? refusal = DepositOpener.Check(parts, vault.Origin, keys, vault.EpochPublicKey, out DepositHead? head, out ReadOnlyMemory<byte> headBytes);
        if (refusal is not null || head is null)
        {
            return new Examined(null, "", DepositRefusals.Code(refusal ?? DepositRefusal.HeadMalformed));
        }

        string record = head.Record.ToString();
        if (!CaveatDocument.TryParse(parts.Caveats.Span, out RecordCaveats? caveats, out _))
        {
            return new Examined(null, record, "caveats-malformed");
        }

        string receipt = Receipt(head, day);
        var reading = new ObservationIntake();
        refusal = vault.OpenForAggregation(
            head, headBytes.Span, parts.Observation.Span, depositor.Id,
            plain => reading.Read(plain, vault, head, headBytes.Span, parts.Manifest.Span, Encoding.UTF8.GetBytes(receipt)));
        if (refusal is not null)
        {
            return new Examined(null, record, DepositRefusals.Code(refusal.Value));
        }

        return reading is { Observation: { } observation, Stored: { } stored }
            ? Finish(depositor, package, parts, head, caveats, observation, reading.Source, stored, receipt, day, logSize)
            : new Examined(null, record, "observation-" + reading.Fault);
    }

    private Examined Finish(
        Account depositor, ReadOnlyMemory<byte> package, PackageParts parts, DepositHead head, RecordCaveats caveats, CountedObservation observation, SourceKey source,
        SealedRecord stored, string receipt, DateOnly day, long? logSize)
    {
        string record = head.Record.ToString();
        if (!string.Equals(observation.Record.ToString(), record, StringComparison.Ordinal))
        {
            return new Examined(null, record, "observation-record");
        }

        if ((logSize is { } size ? policies.ActiveAt(observation.Country, size) : policies.Active(observation.Country)) is not { } policy)
        {
            return new Examined(null, record, "country-without-policy");
        }

        if (policy.Policy.IndexOfTier(caveats.HighestTier) < 0)
        {
            return new Examined(null, record, "caveats-unknown-tier");
        }

        if (reference.AreaOf(observation.Country, observation.Place) is not { } area)
        {
            return new Examined(null, record, "observation-unknown-place");
        }

        StoredContribution contribution = Contribution(depositor, parts, head, policy, observation, source, area, day);
        return new Examined(new AdmittedRecord(
            head.Record,
            SHA256.HashData(package.Span),
            stored,
            parts.Source.ToArray(),
            observation.Country,
            contribution,
            receipt,
            caveats.RetentionDays is { } days ? day.AddDays(days) : null,
            CommitmentLeaf(head)), record, "accepted");
    }

    private static StoredContribution Contribution(
        Account depositor, PackageParts parts, DepositHead head, CompiledPolicy policy, CountedObservation observation, SourceKey source, string area, DateOnly day) => new(
            head.Record,
            new OrganisationKey(Convert.ToUInt64(depositor.Id.ToString(), 16)),
            source,
            FourWeekCalendar.Containing(observation.From).Ordinal,
            IsoWeek.Containing(observation.From).Ordinal,
            day,
            area,
            EventKinds.Code(observation.Kind),
            policy.Policy.Revision,
            parts.Caveats.ToArray());

    private string Receipt(DepositHead head, DateOnly day)
    {
        string text = $"{Domains.DepositReceipt(vault.Origin)}\nrecord {head.Record}\ncommit {Convert.ToHexStringLower(head.Commit)}\nday {day:yyyy-MM-dd}\n";
        return Encoding.UTF8.GetString(vault.SignNote(text));
    }

    private byte[] CommitmentLeaf(DepositHead head) =>
        MerkleHash.Leaf(Encoding.ASCII.GetBytes($"{Domains.DepositCommitment(vault.Origin)}\nrecord {head.Record}\ncommit {Convert.ToHexStringLower(head.Commit)}\n")).ToArray();
}
