using System.Security.Cryptography;
using System.Text;

namespace Broker.Sealing;

/// <summary>Every key of the vault that outlives a restart. Stored only sealed under the ring key.</summary>
/// <remarks>
/// Reference: docs/specs/envelope.md, "Key ring". Each change of the ring's content is a new generation, so that a rolled-back file
/// shows. At most 1,000 epochs. Not safe for concurrent changes; the keys themselves may be used from any thread.
/// </remarks>
public sealed class KeyRing : IDisposable
{
    /// <summary>The most epochs in a ring.</summary>
    public const int MaxEpochs = 1000;

    private readonly List<VaultEpoch> epochs;

    internal KeyRing(
        long generation, List<VaultEpoch> epochs, Ed25519SigningKey log, SecretKey enrolmentRoot, SecretKey ledger, SecretKey leaf, SecretKey token)
    {
        Generation = generation;
        this.epochs = epochs;
        Log = log;
        EnrolmentRoot = enrolmentRoot;
        Ledger = ledger;
        Leaf = leaf;
        Token = token;
    }

    /// <summary>Counts the changes of the ring, from 1.</summary>
    public long Generation { get; private set; }

    /// <summary>The epochs, oldest first; at least one.</summary>
    public IReadOnlyList<VaultEpoch> Epochs => epochs;

    /// <summary>The newest epoch: depositors seal to it.</summary>
    public VaultEpoch CurrentEpoch => epochs[^1];

    /// <summary>Signs checkpoints and receipts.</summary>
    public Ed25519SigningKey Log { get; }

    /// <summary>From it each depositor's enrolment secret is derived.</summary>
    public SecretKey EnrolmentRoot { get; }

    /// <summary>Makes the pseudonyms of the source ledger.</summary>
    public SecretKey Ledger { get; }

    /// <summary>Makes the nonces and salts of log leaves.</summary>
    public SecretKey Leaf { get; }

    /// <summary>Seals tokens and sessions.</summary>
    public SecretKey Token { get; }

    /// <summary>A new ring of generation 1 with one epoch, in use from <paramref name="from"/> (default: ever).</summary>
    public static KeyRing Create(RandomFill random, DateTimeOffset from = default)
    {
        var first = NewEpoch([], random, from == default ? DateTimeOffset.UnixEpoch : from);
        return new KeyRing(
            1, [first], Ed25519SigningKey.Generate(random), SecretKey.Generate(random), SecretKey.Generate(random),
            SecretKey.Generate(random), SecretKey.Generate(random));
    }

    /// <summary>The key that seals the ring: HKDF-SHA256 of the root key, info <c>ring</c>. The silo keeps this one and not the root key.</summary>
    public static SecretKey RingKey(SecretKey root) => root.Derive("ring");

    /// <summary>The ring's sealed bytes under the ring key.</summary>
    public byte[] SealUnder(SecretKey ringKey, RandomFill random) => Formatting.KeyRingFormat.Seal(this, ringKey, random);

    /// <summary>Opens sealed bytes. False with the reason when the ring key is another, or one bit differs.</summary>
    public static bool TryOpen(ReadOnlySpan<byte> sealedRing, SecretKey ringKey, out KeyRing? ring, out KeyRingFailure reason) =>
        Formatting.KeyRingFormat.TryOpen(sealedRing, ringKey, out ring, out reason);

    /// <summary>The epoch of this id, or null.</summary>
    public VaultEpoch? FindEpoch(EpochId id) => epochs.Find(epoch => epoch.Id == id);

    /// <summary>Adds an epoch, which becomes the current one, and a generation.</summary>
    /// <exception cref="InvalidOperationException">The ring has 1,000 epochs.</exception>
    public VaultEpoch Rotate(RandomFill random, DateTimeOffset from)
    {
        if (epochs.Count == MaxEpochs)
        {
            throw new InvalidOperationException("the key ring holds the most epochs that it may");
        }

        var epoch = NewEpoch(epochs, random, from);
        epochs.Add(epoch);
        Generation++;
        return epoch;
    }

    /// <summary>Destroys a past epoch's keys and adds a generation: what is still wrapped under it can't be opened again.</summary>
    /// <returns>False when there is no such epoch or it is the current one.</returns>
    public bool TryDestroyEpoch(EpochId id)
    {
        var epoch = FindEpoch(id);
        if (epoch is null || epoch == CurrentEpoch)
        {
            return false;
        }

        epochs.Remove(epoch);
        epoch.Dispose();
        Generation++;
        return true;
    }

    /// <summary>Adds a generation without another change: the ring is about to be sealed under a new root key.</summary>
    public void AdvanceGeneration() => Generation++;

    /// <summary>The secret that this depositor shares with the vault since its enrolment. The caller disposes it.</summary>
    public SecretKey EnrolmentSecret(AccountId depositor) => EnrolmentRoot.Derive(EnrolmentLabel(depositor));

    /// <summary>The depositor's psk of observations, into a buffer of 32 bytes that the caller zeroes.</summary>
    internal void ObservationPsk(AccountId depositor, Span<byte> psk)
    {
        Span<byte> secret = stackalloc byte[SecretKey.Size];
        try
        {
            EnrolmentRoot.DeriveInto(EnrolmentLabel(depositor), secret);
            ObservationEnvelope.Psk(secret, psk);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    /// <summary>Zeroes every key.</summary>
    public void Dispose()
    {
        foreach (var epoch in epochs)
        {
            epoch.Dispose();
        }

        Log.Dispose();
        EnrolmentRoot.Dispose();
        Ledger.Dispose();
        Leaf.Dispose();
        Token.Dispose();
    }

    private static byte[] EnrolmentLabel(AccountId depositor) => Encoding.ASCII.GetBytes($"enrolment{depositor}");

    private static VaultEpoch NewEpoch(List<VaultEpoch> existing, RandomFill random, DateTimeOffset from)
    {
        EpochId id;
        do
        {
            id = EpochId.New(random);
        }
        while (existing.Exists(epoch => epoch.Id == id));

        var whole = DateTimeOffset.FromUnixTimeSeconds(from.ToUnixTimeSeconds());
        return new VaultEpoch(id, X25519PrivateKey.Generate(random), SecretKey.Generate(random), whole);
    }
}
