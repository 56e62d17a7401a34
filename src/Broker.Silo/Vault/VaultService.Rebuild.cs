using System.Security.Cryptography;
using Broker.Sealing;
using Broker.Silo.Deposits;
using Broker.Silo.Storage;

namespace Broker.Silo.Vault;

// Stored records, opened again for an audit.
internal sealed partial class VaultService
{
    /// <summary>
    /// Opens a stored record in memory for the time of one call, for the audit that counts open periods anew, and zeroes it. The one other
    /// place where an observation's plaintext can exist is <see cref="OpenForAggregation"/>.
    /// </summary>
    /// <returns>False when a part is missing or does not open at its place.</returns>
    public bool OpenForRebuild(StoredRecord record, RebuildReading read)
    {
        if (record is not { DataKey: { } wrapped, Observation: { } observation, Manifest: { } manifest, Receipt: { } receipt }
            || wrapped.Length != EpochPrefix + KeyWrap.Size || observation.Length < XChaCha20Poly1305.Overhead)
        {
            return false;
        }

        byte[] key = GC.AllocateArray<byte>(XChaCha20Poly1305.KeySize, pinned: true);
        byte[] plain = GC.AllocateUninitializedArray<byte>(observation.Length - XChaCha20Poly1305.Overhead, pinned: true);
        try
        {
            using RingLease lease = Lend();
            if (!TryOpenAtRest(lease.Ring, SealedColumns.DataKeys.Place(record.Record.ToString()), wrapped, key))
            {
                return false;
            }

            using SecretKey dataKey = SecretKey.FromBytes(key);
            if (TryOpenPart(dataKey, RecordPlaces.Manifest(record.Record), manifest) is not { } padded
                || !Padding.TryUnpad(padded, out Range note)
                || !TryReadHead(padded.AsSpan(note), out DepositHead? head, out ReadOnlySpan<byte> headBytes)
                || TryOpenPart(dataKey, RecordPlaces.Receipt(record.Record), receipt) is not { } given
                || !XChaCha20Poly1305.TryOpen(plain, dataKey, PlaceBytes(RecordPlaces.Observation(record.Record, headBytes)), observation)
                || !Padding.TryUnpad(plain, out Range content))
            {
                return false;
            }

            read(head!, plain.AsSpan(content), given);
            return true;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
            CryptographicOperations.ZeroMemory(plain);
            DeadStack.Zero();
        }
    }

    private static bool TryReadHead(ReadOnlySpan<byte> manifest, out DepositHead? head, out ReadOnlySpan<byte> headBytes)
    {
        // The manifest begins with the head; its line about the observation follows.
        headBytes = manifest[..(manifest.IndexOf("\nobservation "u8) + 1)];
        return DepositHead.TryParse(headBytes, out head, out _);
    }

    private byte[]? TryOpenPart(SecretKey dataKey, string place, ReadOnlySpan<byte> stored)
    {
        byte[] plain = new byte[Math.Max(0, stored.Length - XChaCha20Poly1305.Overhead)];
        return stored.Length >= XChaCha20Poly1305.Overhead && XChaCha20Poly1305.TryOpen(plain, dataKey, PlaceBytes(place), stored) ? plain : null;
    }
}
