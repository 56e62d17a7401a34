using System.Security.Cryptography;
using System.Text;
using Broker.Briefings;
using Broker.DisclosureControl;
using Broker.Sealing;
using Broker.Silo.Storage;
using Broker.Silo.Vault;
using Microsoft.Extensions.Logging;

namespace Broker.Silo.Deposits;

/// <summary>The openings of slots: which of a depositor's records entered which release. What the log itself commits to and never holds.</summary>
/// <remarks>
/// Padded: the length of a row must not tell how many records an organisation has in a release. Named by a keyed tag of the slot's tag, which is public:
/// whoever seizes the disk must not read off the rows which slots of the log are real.
/// INVARIANT: a record that is gone is in no opening. It goes from them in the transaction that shreds it; what is left still is what the
/// slot commits to (<see cref="SlotOpening"/>), and an opening without a record left goes whole.
/// INVARIANT: a record that is gone is told of no opening, also of one that did not open then and opens again now.
/// </remarks>
internal sealed partial class OpeningStore(IStore store, VaultService vault, ILogger<OpeningStore> log)
{
    private readonly string origin = vault.Origin.ToString();

    /// <summary>How answers name the release of an opening.</summary>
    public static string Release(SlotOpening opening) =>
        $"{opening.Country}/{opening.Period}/{(IsoWeek.TryParse(opening.Period, out _) ? "flash" : "final")}/{opening.Tier}";

    /// <summary>The openings of slots of the depositor's own, in their order; empty where there is none.</summary>
    public IReadOnlyList<byte[]> Find(AccountId depositor, IReadOnlyList<Tag16> slots)
    {
        byte[] owner = Owner(depositor);
        return store.Read(connection =>
        {
            IReadOnlySet<RecordName> gone = DepositStore.Gone(connection, vault, depositor);
            return slots.Select(Name).Select(tag => Read(connection, tag, owner) is { } stored ? Told(Open(tag, owner, stored), gone) : []).ToList();
        });
    }

    /// <summary>All openings of the depositor.</summary>
    public IReadOnlyList<SlotOpening> All(AccountId depositor)
    {
        byte[] owner = Owner(depositor);
        return store.Read(connection =>
        {
            IReadOnlySet<RecordName> gone = DepositStore.Gone(connection, vault, depositor);
            return connection.Rows(row => (Tag: row.Bytes(0), Sealed: row.Bytes(1)), "SELECT tag, sealed FROM openings WHERE owner = $1", owner)
                .Select(row => Parse(Open(row.Tag, owner, row.Sealed)).Without(gone))
                .Where(opening => opening.Gone < opening.Lines.Count)
                .ToList();
        });
    }

    /// <summary>Keeps an opening in the caller's transaction; one that names no record is not kept.</summary>
    public void Insert(StoreConnection connection, AccountId depositor, Tag16 slot, SlotOpening opening)
    {
        if (opening.Gone == opening.Lines.Count)
        {
            return;
        }

        (byte[] tag, byte[] owner) = (Name(slot), Owner(depositor));
        connection.Execute(
            "INSERT INTO openings (tag, owner, sealed) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            tag, owner, vault.SealPaddedAtRest(SealedColumns.Openings.Place(tag, owner), opening.Encode(origin)));
    }

    /// <summary>
    /// Shreds records out of a depositor's openings in the caller's transaction, which has to be one of <see cref="IStore.ShredAsync{T}"/>.
    /// </summary>
    /// <returns>The releases whose openings named them.</returns>
    public IReadOnlyList<string> Shred(StoreConnection connection, AccountId depositor, IReadOnlySet<RecordName> records)
    {
        byte[] owner = Owner(depositor);
        byte[][] names = [.. records.Select(record => Encoding.ASCII.GetBytes(record.ToString()))];
        var releases = new List<string>();
        int damaged = 0;
        foreach (byte[] tag in connection.Rows(row => row.Bytes(0), "SELECT tag FROM openings WHERE owner = $1", owner))
        {
            try
            {
                if (ShredOne(connection, tag, owner, records, names) is { } release)
                {
                    releases.Add(release);
                }
            }
            catch (DamagedStoreException)
            {
                // It must not keep the record itself from being shredded, and may open again once the right key ring is back.
                damaged++;
            }
        }

        if (damaged > 0)
        {
            NotShredded(log, damaged);
        }

        return releases;
    }

    private string? ShredOne(StoreConnection connection, byte[] tag, byte[] owner, IReadOnlySet<RecordName> records, byte[][] names)
    {
        byte[] text = Open(tag, owner, Read(connection, tag, owner) ?? throw new DamagedStoreException());
        byte[] left = [];
        try
        {
            // One withdrawal concerns few of a depositor's openings: the others are not read line by line.
            if (!names.Any(name => text.AsSpan().IndexOf(name) >= 0))
            {
                return null;
            }

            SlotOpening opening = Parse(text).Without(records);
            if (opening.Gone == opening.Lines.Count)
            {
                connection.Execute("DELETE FROM openings WHERE tag = $1 AND owner = $2", tag, owner);
            }
            else
            {
                left = opening.Encode(origin);
                connection.Execute("UPDATE openings SET sealed = $3 WHERE tag = $1 AND owner = $2", tag, owner, vault.SealPaddedAtRest(SealedColumns.Openings.Place(tag, owner), left));
            }

            return Release(opening);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
            CryptographicOperations.ZeroMemory(left);
        }
    }

    private static byte[]? Read(StoreConnection connection, byte[] tag, byte[] owner) =>
        connection.Blob("SELECT sealed FROM openings WHERE tag = $1 AND owner = $2", tag, owner);

    // The text itself where it names none that is gone: it is read line by line only for a depositor who has such records.
    private byte[] Told(byte[] text, IReadOnlySet<RecordName> gone)
    {
        if (gone.Count == 0 || Parse(text) is var opening && !opening.Records.Any(gone.Contains))
        {
            return text;
        }

        CryptographicOperations.ZeroMemory(text);
        SlotOpening left = opening.Without(gone);
        return left.Gone == left.Lines.Count ? [] : left.Encode(origin);
    }

    private byte[] Open(byte[] tag, byte[] owner, byte[] stored) => vault.OpenPaddedAtRest(SealedColumns.Openings.Place(tag, owner), stored);

    private SlotOpening Parse(byte[] text) =>
        SlotOpening.TryParse(text, origin, out SlotOpening? opening, out _) ? opening! : throw new DamagedStoreException();

    private byte[] Name(Tag16 slot) => vault.Tag("opening-slot", slot.ToString());

    private byte[] Owner(AccountId depositor) => vault.Tag("opening-owner", depositor.ToString());
}
