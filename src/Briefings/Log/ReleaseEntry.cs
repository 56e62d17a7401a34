using System.Security.Cryptography;
using System.Text;

namespace Broker.Briefings;

/// <summary>A release in the disclosure log: a commitment to its facts, and slots in which each contributing depositor finds itself.</summary>
/// <remarks>
/// Tag: HMAC-SHA256 under the depositor's slot key K (RFC 2104, FIPS 180-4) of <c>origin/slot-tag/v1 LF nonce</c>, cut to
/// 16 bytes: a stranger finds a given tag by chance with probability 2^-128. The number of slots is a power of two from
/// <see cref="FewestSlots"/> to <see cref="MostSlots"/> that depends on the number of enrolled depositors only. It must not
/// depend on how many contributed: that would publish a function of the records without noise.
/// </remarks>
public sealed record ReleaseEntry : LogEntry
{
    /// <summary>The smallest number of slots.</summary>
    public const int FewestSlots = 4;

    /// <summary>The largest number of slots, so the most depositors of one instance.</summary>
    public const int MostSlots = 512;

    internal ReleaseEntry(string origin, Tag16 nonce, Sha256Digest head, IReadOnlyList<ReleaseSlot> slots)
        : base(origin)
    {
        Nonce = nonce;
        Head = head;
        Slots = slots;
    }

    /// <inheritdoc />
    public override LogEntryKind Kind => LogEntryKind.Release;

    /// <summary>Random; enters every tag, so that two releases share none.</summary>
    public Tag16 Nonce { get; }

    /// <summary>SHA-256 of salt and <see cref="ReleaseFacts"/>.</summary>
    public Sha256Digest Head { get; }

    /// <summary>The slots in ascending order of their tags.</summary>
    public IReadOnlyList<ReleaseSlot> Slots { get; }

    /// <summary>How many slots an instance with so many enrolled depositors writes: the next power of two, at least 4.</summary>
    /// <exception cref="ArgumentOutOfRangeException">More than <see cref="MostSlots"/> or fewer than 0.</exception>
    public static int SlotCount(int enrolled)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(enrolled);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(enrolled, MostSlots);
        return Math.Max(FewestSlots, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)enrolled));
    }

    /// <summary>The tag that the depositor with this slot key has in the release with this nonce.</summary>
    public static Tag16 SlotTag(ReadOnlySpan<byte> slotKey, string origin, Tag16 nonce)
    {
        byte[] domain = Ascii.Utf8(TagDomain(origin));
        byte[] message = [.. domain, .. new byte[Tag16.Size]];
        nonce.CopyTo(message.AsSpan(domain.Length));
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(slotKey, message, mac);
        return Tag16.FromBytes(mac[..Tag16.Size]);
    }

    /// <summary>What stands before the nonce under a tag's HMAC.</summary>
    internal static string TagDomain(string origin) => origin + "/slot-tag/v1\n";

    /// <summary>The slot of the depositor with this slot key; null proves that none of its records entered.</summary>
    public ReleaseSlot? FindSlot(ReadOnlySpan<byte> slotKey)
    {
        Tag16 tag = SlotTag(slotKey, Origin, Nonce);
        foreach (ReleaseSlot slot in Slots)
        {
            if (slot.Tag == tag)
            {
                return slot;
            }
        }

        return null;
    }

    /// <summary>Equal when the encodings are.</summary>
    public bool Equals(ReleaseEntry? other) => other is not null && Encode().AsSpan().SequenceEqual(other.Encode());

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Origin, Nonce, Head);

    private protected override void AppendLines(StringBuilder text)
    {
        text.Append("nonce ").Append(Nonce).Append("\nhead ").Append(Head).Append('\n');
        foreach (ReleaseSlot slot in Slots)
        {
            text.Append("slot ").Append(slot.Tag).Append(' ').Append(slot.Opening).Append('\n');
        }
    }
}
