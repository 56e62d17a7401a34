namespace Broker.Sealing;

/// <summary>Everything that sealing one record needs, on the depositor's machine.</summary>
public sealed class SealRequest
{
    /// <summary>The broker instance that the record is for.</summary>
    public required Origin Origin { get; init; }

    /// <summary>A fresh record id.</summary>
    public required RecordId Record { get; init; }

    /// <summary>The depositing organisation.</summary>
    public required AccountId Depositor { get; init; }

    /// <summary>The vault's epoch key, verified by <see cref="EpochKeyNote.TryParse"/>.</summary>
    public required EpochKey Epoch { get; init; }

    /// <summary>The organisation's signing key.</summary>
    public required Ed25519SigningKey ManifestKey { get; init; }

    /// <summary>The name under which the organisation's signing key was enrolled.</summary>
    public required string SignerName { get; init; }

    /// <summary>The 32-byte secret that the organisation shares with the vault since its enrolment.</summary>
    public required SecretKey EnrolmentSecret { get; init; }

    /// <summary>The caveat document, at most 8 KiB; readable by the silo.</summary>
    public required ReadOnlyMemory<byte> Caveats { get; init; }

    /// <summary>The observation's plaintext, unpadded.</summary>
    public required ReadOnlyMemory<byte> Observation { get; init; }

    /// <summary>The source part's plaintext; may be empty, a source part is made all the same.</summary>
    public required ReadOnlyMemory<byte> SourcePlaintext { get; init; }

    /// <summary>The organisation's own age recipients: 1 to 16 X25519 public keys of 32 bytes.</summary>
    public required IReadOnlyList<byte[]> SourceRecipients { get; init; }

    /// <summary>The attachments to name in the head.</summary>
    public IReadOnlyList<AttachmentLine> Attachments { get; init; } = [];
}
