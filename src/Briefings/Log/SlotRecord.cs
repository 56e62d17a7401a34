using System.Security.Cryptography;

namespace Broker.Briefings;

/// <summary>One record in a slot's opening: a salted commitment that is still opened, or one whose salt and record were shredded.</summary>
/// <remarks>
/// As SD-JWT (RFC 9901, section 4.2) has its disclosures: SHA-256 of <c>origin/slot-record/v1 LF salt record</c>, the salt 16 random
/// bytes of this slot and record alone, the record in the 26 characters of its text. Parameters: without the salt a guess at a record
/// holds with probability 2^-128, and so does a guess that commitments of two slots are of one record; collisions are those of SHA-256.
/// </remarks>
public readonly record struct SlotRecord
{
    private SlotRecord(Sha256Digest hash, Tag16 salt, RecordName? record)
    {
        Hash = hash;
        Salt = salt;
        Record = record;
    }

    /// <summary>What the slot commits to, whether or not it is still opened.</summary>
    public Sha256Digest Hash { get; }

    /// <summary>Random; zero once it was shredded.</summary>
    public Tag16 Salt { get; }

    /// <summary>The record; null once it was shredded.</summary>
    public RecordName? Record { get; }

    /// <summary>Commits to a record.</summary>
    /// <param name="origin">The log.</param>
    /// <param name="salt">Fresh and random for this slot and record.</param>
    /// <param name="record">The record.</param>
    /// <exception cref="ArgumentException">The origin is none.</exception>
    public static SlotRecord Of(string origin, Tag16 salt, RecordName record)
        => new(HashOf(Domain(origin), salt, Ascii.Utf8(record.ToString())), salt, record);

    /// <summary>A record of which nothing is left but the commitment to it.</summary>
    public static SlotRecord Gone(Sha256Digest hash) => new(hash, default, null);

    /// <summary>The same commitment, opened no longer.</summary>
    public SlotRecord Shred() => Gone(Hash);

    /// <summary>Says nothing of what it holds.</summary>
    public override string ToString() => Record is null ? "shredded record of a slot" : "record of a slot";

    internal static byte[] Domain(string origin)
        => Ascii.IsOrigin(Ascii.Utf8(origin)) ? Ascii.Utf8(origin + "/slot-record/v1\n") : throw Fault.Malformed(nameof(origin), "a log origin");

    /// <summary>Reads the line of a record that is opened, <paramref name="value"/> being all after its key.</summary>
    internal static bool TryParse(ReadOnlySpan<byte> value, ReadOnlySpan<byte> domain, out SlotRecord line)
    {
        line = default;
        if (!LineReader.TryField(ref value, out ReadOnlySpan<byte> hex) || !Tag16.TryParse(hex, out Tag16 salt) || !RecordName.TryParse(value, out RecordName record))
        {
            return false;
        }

        line = new SlotRecord(HashOf(domain, salt, value), salt, record);
        return true;
    }

    private static Sha256Digest HashOf(ReadOnlySpan<byte> domain, Tag16 salt, ReadOnlySpan<byte> name)
    {
        Span<byte> message = stackalloc byte[domain.Length + Tag16.Size + RecordName.TextLength];
        domain.CopyTo(message);
        salt.CopyTo(message[domain.Length..]);
        name.CopyTo(message[(domain.Length + Tag16.Size)..]);
        return Sha256Digest.Of(message);
    }
}
