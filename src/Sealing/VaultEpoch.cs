namespace Broker.Sealing;

/// <summary>The keys of one vault epoch: what depositors seal to, and under what data keys are wrapped.</summary>
public sealed class VaultEpoch : IDisposable
{
    internal VaultEpoch(EpochId id, X25519PrivateKey sealing, SecretKey storage, DateTimeOffset from)
    {
        Id = id;
        Sealing = sealing;
        Storage = storage;
        From = from;
    }

    /// <summary>The epoch's id, unique within the ring.</summary>
    public EpochId Id { get; }

    /// <summary>Opens what depositors sealed to this epoch.</summary>
    public X25519PrivateKey Sealing { get; }

    /// <summary>Wraps the data keys of the records of this epoch.</summary>
    public SecretKey Storage { get; }

    /// <summary>From when depositors use it; whole seconds.</summary>
    public DateTimeOffset From { get; }

    /// <summary>The public half.</summary>
    public EpochKey PublicKey => new(Id, Sealing.PublicKey);

    /// <summary>Zeroes the epoch's keys.</summary>
    public void Dispose()
    {
        Sealing.Dispose();
        Storage.Dispose();
    }
}
