using System.Security.Cryptography;
using Broker.Sealing;
using Broker.Silo.Storage;

namespace Broker.Silo.Vault;

// Records: each under a data key of its own.
internal sealed partial class VaultService
{
    /// <summary>Seals a record's observation, signed manifest and receipt under a fresh data key of its own, and wraps that key.</summary>
    public SealedRecord SealRecord(
        RecordId record, ReadOnlySpan<byte> headBytes, ReadOnlySpan<byte> observation, ReadOnlySpan<byte> manifest, ReadOnlySpan<byte> receipt)
    {
        byte[] key = GC.AllocateArray<byte>(XChaCha20Poly1305.KeySize, pinned: true);
        try
        {
            random(key);

            // Padded, so that its length does not tell how many attachments it names.
            byte[] padded = new byte[Padding.PaddedLength(manifest.Length)];
            Padding.Pad(manifest, padded);
            return new SealedRecord(
                SealPart(key, RecordPlaces.Observation(record, headBytes), observation),
                SealPart(key, RecordPlaces.Manifest(record), padded),
                SealPart(key, RecordPlaces.Receipt(record), receipt),
                SealAtRest(SealedColumns.DataKeys.Place(record.ToString()), key));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>Opens the receipt of a record whose data key is still there.</summary>
    /// <exception cref="DamagedStoreException">The bytes are not what was stored there.</exception>
    public byte[] OpenReceipt(RecordId record, ReadOnlySpan<byte> wrappedKey, ReadOnlySpan<byte> stored)
    {
        byte[] key = GC.AllocateArray<byte>(XChaCha20Poly1305.KeySize, pinned: true);
        try
        {
            using RingLease lease = Lend();
            if (wrappedKey.Length != EpochPrefix + KeyWrap.Size || !TryOpenAtRest(lease.Ring, SealedColumns.DataKeys.Place(record.ToString()), wrappedKey, key))
            {
                throw new DamagedStoreException();
            }

            using SecretKey dataKey = SecretKey.FromBytes(key);
            return TryOpenPart(dataKey, RecordPlaces.Receipt(record), stored) ?? throw new DamagedStoreException();
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>
    /// Opens a batch that was kept while the vault was sealed; null when it does not open, because it was altered or its epoch is over.
    /// The caller zeroes the bytes.
    /// </summary>
    public byte[]? OpenKept(EpochId id, ReadOnlySpan<byte> info, ReadOnlySpan<byte> kept)
    {
        using RingLease lease = Lend();
        if (lease.Ring.FindEpoch(id) is not { } epoch || kept.Length < Hpke.Overhead)
        {
            return null;
        }

        byte[] plain = GC.AllocateUninitializedArray<byte>(kept.Length - Hpke.Overhead, pinned: true);
        return Hpke.TryOpen(plain, epoch.Sealing, info, [], kept) ? plain : null;
    }

    private byte[] SealPart(ReadOnlySpan<byte> dataKey, string place, ReadOnlySpan<byte> plain)
    {
        byte[] stored = new byte[plain.Length + XChaCha20Poly1305.Overhead];
        XChaCha20Poly1305.Seal(stored, dataKey, PlaceBytes(place), plain, random);
        return stored;
    }
}
