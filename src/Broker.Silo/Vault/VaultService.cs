using System.Security.Cryptography;
using System.Text;
using Broker.Sealing;

namespace Broker.Silo.Vault;

/// <summary>The silo's key custody: holds the opened key ring and does everything that needs a key of it.</summary>
/// <remarks>
/// Keys leave this class as public keys, tags and signatures only; a slot key is lent for one computation. Stored state is
/// <c>epoch id (8) || XChaCha20-Poly1305 under the epoch's storage key</c>, bound by its associated data to the place it is stored at.
/// It can be sealed and unsealed while calls run: each computation borrows the ring, and one that comes too late meets
/// <see cref="VaultSealedException"/> and nothing else.
/// </remarks>
internal sealed partial class VaultService
{
    private const int EpochPrefix = 8;

    private readonly Origin origin;
    private readonly RandomFill random;

    public VaultService(Origin origin, RandomFill random)
    {
        this.origin = origin;
        this.random = random;
    }

    public Origin Origin => origin;

    public RandomFill Random => random;

    /// <summary>The public key of the log, 32 bytes.</summary>
    public byte[] LogPublicKey
    {
        get
        {
            using RingLease lease = Lend();
            return lease.Ring.Log.PublicKey;
        }
    }

    /// <summary>The newest epoch: everything is stored under it. What depositors seal to is the installed one (<see cref="PublishedKeys"/>).</summary>
    public EpochKey CurrentEpoch
    {
        get
        {
            using RingLease lease = Lend();
            return lease.Ring.CurrentEpoch.PublicKey;
        }
    }

    /// <summary>Public key of an epoch that is not over; null for any other.</summary>
    public byte[]? EpochPublicKey(EpochId epoch)
    {
        using RingLease lease = Lend();
        return lease.Ring.FindEpoch(epoch)?.PublicKey.PublicKey;
    }

    /// <summary>The key by which a depositor finds its slots, derived from its enrolment secret.</summary>
    public SecretKey SlotKey(AccountId account)
    {
        using RingLease lease = Lend();
        using SecretKey secret = lease.Ring.EnrolmentSecret(account);
        return secret.Derive("slot");
    }

    /// <summary>The enrolment secret under HPKE to the member's own key.</summary>
    public byte[] SealEnrolmentSecret(AccountId account, ReadOnlySpan<byte> memberKey)
    {
        byte[] sealedSecret = new byte[32 + Hpke.Overhead];
        byte[] info = Encoding.ASCII.GetBytes($"{Domains.Enrolment(origin)}\n{account}");
        byte[] plain = GC.AllocateArray<byte>(32, pinned: true);
        try
        {
            using RingLease lease = Lend();
            using SecretKey secret = lease.Ring.EnrolmentSecret(account);
            secret.Use(plain, static (key, target) => key.CopyTo(target));
            Hpke.Seal(sealedSecret, memberKey, info, [], plain, random);
            return sealedSecret;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    /// <summary>
    /// Opens an observation in memory for the time of one call, hands the plaintext to <paramref name="read"/> and zeroes it.
    /// Every place where an observation's plaintext can exist calls this method, or <see cref="OpenForRebuild"/>.
    /// </summary>
    public DepositRefusal? OpenForAggregation(DepositHead head, ReadOnlySpan<byte> headBytes, ReadOnlySpan<byte> observation, AccountId depositor, ObservationReading read)
    {
        using RingLease lease = Lend();
        byte[] plain = GC.AllocateUninitializedArray<byte>(observation.Length, pinned: true);
        try
        {
            DepositRefusal? refusal = DepositOpener.OpenObservation(head, headBytes, observation, lease.Ring, depositor, plain, out Range content);
            if (refusal is null)
            {
                read(plain.AsSpan(content));
            }

            return refusal;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
            DeadStack.Zero();
        }
    }

    /// <summary>Seals the bytes for the given place of the store under the current epoch's storage key.</summary>
    public byte[] SealAtRest(string place, ReadOnlySpan<byte> plain)
    {
        using RingLease lease = Lend();
        return SealAtRest(lease.Ring.CurrentEpoch, place, plain);
    }

    /// <summary>Opens what <see cref="SealAtRest"/> stored at the same place.</summary>
    /// <exception cref="DamagedStoreException">The bytes are not what was stored there.</exception>
    public byte[] OpenAtRest(string place, ReadOnlySpan<byte> stored)
    {
        using RingLease lease = Lend();
        byte[] plain = new byte[Math.Max(0, stored.Length - EpochPrefix - XChaCha20Poly1305.Overhead)];
        return TryOpenAtRest(lease.Ring, place, stored, plain) ? plain : throw new DamagedStoreException();
    }

    /// <summary>Whether the stored bytes are sealed under the given epoch.</summary>
    public static bool IsUnderEpoch(ReadOnlySpan<byte> stored, EpochId epoch) =>
        stored.Length > EpochPrefix && EpochId.TryParse(stored[..EpochPrefix], out EpochId id) && id == epoch;

    /// <summary>The same content, at the same place, under the current epoch, whatever epoch it was stored under.</summary>
    /// <exception cref="DamagedStoreException">The bytes are not what was stored there.</exception>
    public byte[] RewrapAtRest(string place, ReadOnlySpan<byte> stored)
    {
        using RingLease lease = Lend();
        byte[] plain = GC.AllocateUninitializedArray<byte>(Math.Max(0, stored.Length - EpochPrefix - XChaCha20Poly1305.Overhead), pinned: true);
        try
        {
            return TryOpenAtRest(lease.Ring, place, stored, plain) ? SealAtRest(lease.Ring.CurrentEpoch, place, plain) : throw new DamagedStoreException();
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    /// <summary>As <see cref="SealAtRest"/>, padded, for what must not tell its kind by its length.</summary>
    public byte[] SealPaddedAtRest(string place, ReadOnlySpan<byte> plain)
    {
        byte[] padded = GC.AllocateArray<byte>(Padding.PaddedLength(plain.Length), pinned: true);
        try
        {
            Padding.Pad(plain, padded);
            return SealAtRest(place, padded);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(padded);
        }
    }

    /// <summary>Opens what <see cref="SealPaddedAtRest"/> stored at the same place.</summary>
    /// <exception cref="DamagedStoreException">The bytes are not what was stored there.</exception>
    public byte[] OpenPaddedAtRest(string place, ReadOnlySpan<byte> stored)
    {
        byte[] padded = OpenAtRest(place, stored);
        try
        {
            return Padding.TryUnpad(padded, out Range content) ? padded[content] : throw new DamagedStoreException();
        }
        finally
        {
            CryptographicOperations.ZeroMemory(padded);
        }
    }

    /// <summary>
    /// Runs an action that opens many values: the pages that hold the keys are made readable once for all of them and not for each, which
    /// takes longer than the opening itself. They stay readable as long as it runs, so it reads a page of rows and not a country.
    /// </summary>
    public T OpenMany<T>(Func<T> open)
    {
        T opened = default!;
        using RingLease lease = Lend();
        lease.Ring.CurrentEpoch.Storage.Use(open, (_, action) => opened = action());
        return opened;
    }

    /// <summary>A keyed name for a row, so that the store's indexes tell nothing to whoever only has the file.</summary>
    public byte[] Tag(string use, ReadOnlySpan<byte> value)
    {
        byte[] tag = new byte[16];
        byte[] prefix = Encoding.ASCII.GetBytes($"{Domains.Name(origin, use)}\n");
        byte[] data = [.. prefix, .. value];
        using RingLease lease = Lend();
        Tags.Compute(lease.Ring.Token, data, tag);
        return tag;
    }

    /// <summary>A token that only an unsealed silo has, for the calls that it makes to itself: a keyed name of nothing, computed once a ring.</summary>
    public byte[] CallToken(string use)
    {
        using RingLease lease = Lend();

        // A race computes the same bytes twice.
        return lease.InUse.CallToken ??= Tag(use, ReadOnlySpan<byte>.Empty);
    }

    public byte[] Tag(string use, string value) => Tag(use, Encoding.UTF8.GetBytes(value));

    /// <summary>As <see cref="Tag(string, string)"/>, of many values at once, in their order.</summary>
    public byte[][] Tag(string use, IEnumerable<string> values)
    {
        string prefix = $"{Domains.Name(origin, use)}\n";
        byte[][] data = [.. values.Select(value => Encoding.UTF8.GetBytes(prefix + value))];
        using RingLease lease = Lend();
        return Tags.ComputeMany(lease.Ring.Token, data);
    }

    /// <summary>The ledger's key of a source: HMAC(ledger key, country | organisation | the organisation's own tag).</summary>
    public UInt128 SourceKey(string country, AccountId organisation, ReadOnlySpan<byte> sourceTag)
    {
        Span<byte> key = stackalloc byte[16];
        byte[] prefix = Encoding.ASCII.GetBytes($"{Domains.Source(origin)}\n{country}\n{organisation}\n");
        byte[] data = GC.AllocateArray<byte>(prefix.Length + sourceTag.Length, pinned: true);
        try
        {
            prefix.CopyTo(data, 0);
            sourceTag.CopyTo(data.AsSpan(prefix.Length));
            using RingLease lease = Lend();
            Tags.Compute(lease.Ring.Ledger, data, key);
            return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(data);
        }
    }

    /// <summary>Runs an action with the key that chooses a source's leaf among equally grave reports.</summary>
    public T WithLeafKey<T>(Func<byte[], T> use)
    {
        byte[] key = GC.AllocateArray<byte>(32, pinned: true);
        try
        {
            using (RingLease lease = Lend())
            {
                lease.Ring.Leaf.Use(key, static (secret, target) => secret.CopyTo(target));
            }

            return use(key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    public byte[] SignWithLogKey(ReadOnlySpan<byte> message)
    {
        byte[] signature = new byte[64];
        using RingLease lease = Lend();
        lease.Ring.Log.Sign(message, signature);
        return signature;
    }

    /// <summary>Signs a text as a note of this broker instance: its name is the origin.</summary>
    public byte[] SignNote(string text)
    {
        using RingLease lease = Lend();
        return NoteText.Sign(text, origin.ToString(), lease.Ring.Log);
    }

    private byte[] SealAtRest(VaultEpoch epoch, string place, ReadOnlySpan<byte> plain)
    {
        byte[] stored = new byte[EpochPrefix + plain.Length + XChaCha20Poly1305.Overhead];
        Encoding.ASCII.GetBytes(epoch.Id.ToString(), stored);
        XChaCha20Poly1305.Seal(stored.AsSpan(EpochPrefix), epoch.Storage, PlaceBytes(place), plain, random);
        return stored;
    }

    private bool TryOpenAtRest(KeyRing ring, string place, ReadOnlySpan<byte> stored, Span<byte> plain) =>
        stored.Length >= EpochPrefix + XChaCha20Poly1305.Overhead
        && EpochId.TryParse(stored[..EpochPrefix], out EpochId id)
        && ring.FindEpoch(id) is { } epoch
        && XChaCha20Poly1305.TryOpen(plain, epoch.Storage, PlaceBytes(place), stored[EpochPrefix..]);

    private byte[] PlaceBytes(string place) => Encoding.UTF8.GetBytes($"{Domains.AtRest(origin)}\n{place}");
}
