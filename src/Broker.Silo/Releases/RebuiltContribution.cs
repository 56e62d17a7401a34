using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Broker.Briefings;
using Broker.DisclosureControl;
using Broker.Sealing;
using Broker.Silo.Deposits;
using Broker.Silo.Vault;

namespace Broker.Silo.Releases;

/// <summary>What a sealed record says that its contribution has to be; the rest of a contribution stands in no record.</summary>
/// <param name="Country">The country.</param>
/// <param name="Organisation">The depositor.</param>
/// <param name="Source">The source's key in the ledger, made anew from the depositor's own tag.</param>
/// <param name="Week">The week of the first observed day.</param>
/// <param name="Area">The first-order area.</param>
/// <param name="Kind">The kind of event.</param>
/// <param name="CaveatsDigest">SHA-256 of the caveats that the depositor signed.</param>
/// <param name="Deposited">The day that its receipt states.</param>
internal sealed record RebuiltContribution(
    string Country, OrganisationKey Organisation, SourceKey Source, IsoWeek Week, string Area, string Kind, byte[] CaveatsDigest, DateOnly Deposited)
{
    /// <summary>Opens a record for the time of this call; null when it does not open, or holds anything but what was once admitted.</summary>
    public static RebuiltContribution? Open(VaultService vault, CountryReference reference, StoredRecord record)
    {
        RebuiltContribution? rebuilt = null;
        return vault.OpenForRebuild(record, (head, observation, receipt) => rebuilt = Read(vault, reference, record, head, observation, receipt)) ? rebuilt : null;
    }

    /// <summary>Whether the stored contribution is this record's.</summary>
    public bool IsOf(StoredContribution stored) =>
        stored.Organisation == Organisation
        && stored.Source == Source
        && stored.Ordinal == Week.Block.Ordinal
        && stored.Week == Week.Ordinal
        && string.Equals(stored.Area, Area, StringComparison.Ordinal)
        && string.Equals(stored.Kind, Kind, StringComparison.Ordinal)
        && stored.Arrived <= Deposited
        && SHA256.HashData(stored.Caveats).AsSpan().SequenceEqual(CaveatsDigest);

    /// <summary>Says nothing of what it holds.</summary>
    public override string ToString() => "rebuilt contribution";

    private static RebuiltContribution? Read(
        VaultService vault, CountryReference reference, StoredRecord record, DepositHead head, ReadOnlySpan<byte> observation, ReadOnlySpan<byte> receipt)
    {
        byte[] tag = GC.AllocateArray<byte>(Tag16.Size, pinned: true);
        try
        {
            return head.Record == record.Record
                && vault.Tag("record-owner", head.Depositor.ToString()).AsSpan().SequenceEqual(record.Owner)
                && TryReadDay(receipt, out DateOnly deposited)
                && ObservationText.TryReadCounted(observation, tag, out CountedObservation? counted, out _)
                && string.Equals(counted!.Record.ToString(), record.Record.ToString(), StringComparison.Ordinal)
                && reference.AreaOf(counted.Country, counted.Place) is { } area
                    ? new RebuiltContribution(
                        counted.Country,
                        new OrganisationKey(Convert.ToUInt64(head.Depositor.ToString(), 16)),
                        new SourceKey(vault.SourceKey(counted.Country, head.Depositor, tag)),
                        IsoWeek.Containing(counted.From),
                        area,
                        EventKinds.Code(counted.Kind),
                        head.CaveatsDigest,
                        deposited)
                    : null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(tag);
        }
    }

    private static bool TryReadDay(ReadOnlySpan<byte> receipt, out DateOnly day)
    {
        const string Key = "\nday ";
        const int Length = 10;
        string text = Encoding.UTF8.GetString(receipt);
        int at = text.IndexOf(Key, StringComparison.Ordinal) + Key.Length;
        day = default;
        return at >= Key.Length && at + Length <= text.Length
            && DateOnly.TryParseExact(text.AsSpan(at, Length), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
    }
}
