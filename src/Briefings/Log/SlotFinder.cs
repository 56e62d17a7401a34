// Finding a depositor's own slot in the raw bytes of release entries.
//
// References: docs/specs/log-entries.md ("Slots"); HMAC: RFC 2104, FIPS 180-4.
// INVARIANT: the answer is that of LogEntry.TryParse and ReleaseEntry.FindSlot. What does not have exactly the form of a release is left to them, so
// this reader can be slower than they are but not laxer.

using System.Buffers;
using System.Security.Cryptography;

namespace Broker.Briefings;

/// <summary>Reads many log entries for the slots of one depositor, without making objects of them. Not thread-safe.</summary>
public sealed class SlotFinder : IDisposable
{
    private const int TagDigits = 2 * Tag16.Size;
    private const int DigestDigits = 2 * Sha256Digest.Size;
    private const int Word = 5;
    private const int Line = Word + TagDigits + 1 + DigestDigits + 1;

    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdef"u8);

    private readonly string origin;
    private readonly byte[] firstLine;
    private readonly byte[] tagDomain;
    private readonly IncrementalHash mac;

    /// <summary>Takes the depositor's slot key; it is held until <see cref="Dispose"/>.</summary>
    /// <param name="slotKey">K of the slots' tags.</param>
    /// <param name="origin">The log.</param>
    public SlotFinder(ReadOnlySpan<byte> slotKey, string origin)
    {
        this.origin = origin;
        firstLine = Ascii.Utf8($"{origin}/{LogEntryKinds.Word(LogEntryKind.Release)}/v1\nnonce ");
        tagDomain = Ascii.Utf8(ReleaseEntry.TagDomain(origin));
        mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, slotKey);
    }

    /// <summary>What an entry is to this depositor.</summary>
    /// <param name="entry">The entry's bytes.</param>
    /// <param name="slot">The depositor's own slot; null when it has none in this entry.</param>
    /// <returns>The kind; null when the bytes are no entry of this log.</returns>
    public LogEntryKind? Find(ReadOnlySpan<byte> entry, out ReleaseSlot? slot)
    {
        slot = null;
        if (TryReleaseSlots(entry, out ReadOnlySpan<byte> nonce, out ReadOnlySpan<byte> slots))
        {
            slot = FindIn(slots, nonce);
            return LogEntryKind.Release;
        }

        if (!LogEntry.TryParse(entry, origin, out LogEntry? parsed, out _) || parsed is null)
        {
            return null;
        }

        // A release in a form that this reader does not know: the slow way, so that nothing is missed.
        slot = parsed is ReleaseEntry release ? FindIn(release) : null;
        return parsed.Kind;
    }

    /// <summary>Lets go of the key.</summary>
    public void Dispose() => mac.Dispose();

    private bool TryReleaseSlots(ReadOnlySpan<byte> entry, out ReadOnlySpan<byte> nonce, out ReadOnlySpan<byte> slots)
    {
        nonce = default;
        slots = default;
        if (entry.Length > LogEntry.MaxBytes || !entry.StartsWith(firstLine))
        {
            return false;
        }

        ReadOnlySpan<byte> rest = entry[firstLine.Length..];
        if (!TryHex(ref rest, TagDigits, out nonce) || !TryTake(ref rest, "\nhead "u8) || !TryHex(ref rest, DigestDigits, out _) || !TryTake(ref rest, "\n"u8))
        {
            return false;
        }

        slots = rest;
        return AreSlots(slots);
    }

    // The same number of bytes a slot, so that the count follows from the length.
    private static bool AreSlots(ReadOnlySpan<byte> slots)
    {
        int count = slots.Length / Line;
        if (slots.Length != count * Line || count is < ReleaseEntry.FewestSlots or > ReleaseEntry.MostSlots || !System.Numerics.BitOperations.IsPow2(count))
        {
            return false;
        }

        ReadOnlySpan<byte> last = default;
        while (!slots.IsEmpty)
        {
            if (!TryTake(ref slots, "slot "u8) || !TryHex(ref slots, TagDigits, out ReadOnlySpan<byte> tag) || !TryTake(ref slots, " "u8)
                || !TryHex(ref slots, DigestDigits, out _) || !TryTake(ref slots, "\n"u8) || last.SequenceCompareTo(tag) >= 0)
            {
                return false;
            }

            last = tag;
        }

        return true;
    }

    private ReleaseSlot? FindIn(ReadOnlySpan<byte> slots, ReadOnlySpan<byte> nonce)
    {
        Span<byte> raw = stackalloc byte[Tag16.Size];
        _ = Ascii.TryHex(nonce, raw);
        Span<byte> own = stackalloc byte[TagDigits];
        Hex(Tag(raw), own);
        int low = 0;
        int high = (slots.Length / Line) - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            ReadOnlySpan<byte> line = slots.Slice(middle * Line, Line);
            int order = line.Slice(Word, TagDigits).SequenceCompareTo(own);
            if (order == 0)
            {
                _ = Tag16.TryParse(line.Slice(Word, TagDigits), out Tag16 tag);
                _ = Sha256Digest.TryParse(line.Slice(Word + TagDigits + 1, DigestDigits), out Sha256Digest digest);
                return new ReleaseSlot(tag, digest);
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return null;
    }

    private ReleaseSlot? FindIn(ReleaseEntry release)
    {
        Span<byte> nonce = stackalloc byte[Tag16.Size];
        release.Nonce.CopyTo(nonce);
        Tag16 own = Tag(nonce);
        foreach (ReleaseSlot slot in release.Slots)
        {
            if (slot.Tag == own)
            {
                return slot;
            }
        }

        return null;
    }

    private Tag16 Tag(ReadOnlySpan<byte> nonce)
    {
        Span<byte> full = stackalloc byte[HMACSHA256.HashSizeInBytes];
        mac.AppendData(tagDomain);
        mac.AppendData(nonce);
        mac.GetHashAndReset(full);
        return Tag16.FromBytes(full[..Tag16.Size]);
    }

    private static void Hex(Tag16 tag, Span<byte> digits)
    {
        Span<byte> bytes = stackalloc byte[Tag16.Size];
        tag.CopyTo(bytes);
        _ = Convert.TryToHexStringLower(bytes, digits, out _);
    }

    private static bool TryTake(scoped ref ReadOnlySpan<byte> text, ReadOnlySpan<byte> expected)
    {
        bool starts = text.StartsWith(expected);
        text = starts ? text[expected.Length..] : text;
        return starts;
    }

    private static bool TryHex(scoped ref ReadOnlySpan<byte> text, int digits, out ReadOnlySpan<byte> hex)
    {
        hex = text.Length < digits ? default : text[..digits];
        text = text.Length < digits ? text : text[digits..];
        return hex.Length == digits && !hex.ContainsAnyExcept(HexDigits);
    }
}
