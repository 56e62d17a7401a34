using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Broker.DisclosureControl;
using Broker.Policy;
using Broker.Silo.Storage;
using Broker.Silo.Vault;

namespace Broker.Silo.Releases;

/// <summary>Books of cells kept on disk, sealed: a cache that spares a restart the opening of every contribution, and nothing else.</summary>
/// <remarks>
/// Sealed bytes: version <c>02</c>; generation of the block's contributions, 8; how many records of the store are withdrawn or expired, 8; how many
/// consents and revocations there are, 8; the policy revision, 64 ASCII; the book. One is used only when all of them are what the store says now: a
/// snapshot from before a withdrawal or a revocation that is put back, with the generation of that time even, is one short of their number.
/// </remarks>
internal sealed class CellSnapshots(MeasurementStore measurements, VaultService vault)
{
    private const byte Version = 2;
    private const int GoneAt = 1 + sizeof(long);
    private const int ConsentsAt = GoneAt + sizeof(long);
    private const int RevisionAt = ConsentsAt + sizeof(long);
    private const int RevisionLength = 64; // SHA-256 in hexadecimal
    private const int BookAt = RevisionAt + RevisionLength;

    /// <summary>The period's book as it was kept, when it is true of the store as it is now; null otherwise.</summary>
    public PeriodCells? Find(StoreConnection connection, SharingPolicy policy, DueMeasurement due)
    {
        byte[] partition = measurements.Partition(policy.Country, due.Period.Block.Ordinal);
        if (connection.Blob(
            "SELECT sealed FROM cells WHERE partition = $1 AND vintage = $2 AND ordinal = $3", partition, due.Period.Slug, due.Period.Ordinal) is not { } stored)
        {
            return null;
        }

        byte[] plain = [];
        try
        {
            plain = vault.OpenAtRest(Place(partition, due.Period), stored);
            long generation = measurements.Generation(connection, policy.Country, due.Period.Block.Ordinal);
            if (plain.Length <= BookAt || !plain.AsSpan(0, BookAt).SequenceEqual(Head(connection, generation, policy.Revision)))
            {
                return null;
            }

            CellBook? book = null;
            return vault.WithLeafKey(key => CellBook.TryDecode(plain.AsSpan(BookAt), CellShape.Of(due.Plan), key, out book)) && book is not null
                ? new PeriodCells(due, policy.Revision, book) { Generation = generation, Kept = generation }
                : null;
        }
        catch (DamagedStoreException)
        {
            // It is a cache: the contributions themselves say what counts.
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    /// <summary>Keeps a book in the caller's transaction, unless the contributions have moved on.</summary>
    /// <param name="connection">The transaction.</param>
    /// <param name="country">The country.</param>
    /// <param name="cells">Its period and revision.</param>
    /// <param name="generation">The generation that the book was of when it was encoded; the live one may have moved on since.</param>
    /// <param name="book">Its encoded book; the caller zeroes it.</param>
    public void Keep(StoreConnection connection, string country, PeriodCells cells, long generation, byte[] book)
    {
        if (measurements.Generation(connection, country, cells.Period.Block.Ordinal) != generation)
        {
            return;
        }

        byte[] partition = measurements.Partition(country, cells.Period.Block.Ordinal);
        byte[] plain = [.. Head(connection, generation, cells.Revision), .. book];
        try
        {
            connection.Execute(
                "INSERT INTO cells (partition, vintage, ordinal, sealed) VALUES ($1, $2, $3, $4) ON CONFLICT (partition, vintage, ordinal) DO UPDATE SET sealed = excluded.sealed",
                partition, cells.Period.Slug, cells.Period.Ordinal, vault.SealAtRest(Place(partition, cells.Period), plain));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    private static string Place(byte[] partition, MeasuredPeriod period) => SealedColumns.Cells.Place(partition, period.Slug, period.Ordinal);

    private static long Gone(StoreConnection connection) => connection.Number("SELECT count(*) FROM records WHERE state <> 0") ?? 0;

    private static byte[] Head(StoreConnection connection, long generation, string revision)
    {
        byte[] head = new byte[BookAt];
        head[0] = Version;
        BinaryPrimitives.WriteInt64BigEndian(head.AsSpan(1), generation);
        BinaryPrimitives.WriteInt64BigEndian(head.AsSpan(GoneAt), Gone(connection));
        BinaryPrimitives.WriteInt64BigEndian(head.AsSpan(ConsentsAt), ConsentStore.Count(connection));
        Encoding.ASCII.GetBytes(revision, head.AsSpan(RevisionAt));
        return head;
    }
}
