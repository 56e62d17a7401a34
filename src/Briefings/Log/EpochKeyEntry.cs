using System.Text;

namespace Broker.Briefings;

/// <summary>The public key that observations are sealed to in an epoch.</summary>
public sealed record EpochKeyEntry : LogEntry
{
    /// <summary>Makes the entry.</summary>
    /// <param name="origin">The log.</param>
    /// <param name="epoch">The epoch's id: 8 lower-case hexadecimal digits, as a number.</param>
    /// <param name="publicKey">The X25519 public key's 32 bytes.</param>
    public EpochKeyEntry(string origin, uint epoch, Sha256Digest publicKey)
        : base(origin)
    {
        Epoch = epoch;
        PublicKey = publicKey;
    }

    /// <inheritdoc />
    public override LogEntryKind Kind => LogEntryKind.EpochKey;

    /// <summary>The epoch's id.</summary>
    public uint Epoch { get; }

    /// <summary>The X25519 public key's 32 bytes (not a digest; the same text form).</summary>
    public Sha256Digest PublicKey { get; }

    private protected override void AppendLines(StringBuilder text)
        => text.Append("epoch ").Append(Epochs.Text(Epoch)).Append("\npublic ").Append(PublicKey).Append('\n');
}
