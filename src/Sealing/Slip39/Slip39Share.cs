using System.Security.Cryptography;
using Broker.Sealing.Interop;

namespace Broker.Sealing;

/// <summary>One share of a secret; its value is in guarded memory.</summary>
/// <remarks>
/// Reference: SLIP-0039. Parameters: identifier 15 bits; groups and members 1 to 16, numbered from 0; value 32 bytes. A mnemonic has 33 words
/// of at most 8 letters. It is a secret: callers keep it in pinned memory that they zero.
/// </remarks>
public sealed class Slip39Share : IDisposable
{
    /// <summary>The longest text that is read as a mnemonic, in bytes: room for blanks, and no more work for a stranger's megabyte.</summary>
    public const int MaxTextLength = 1020;

    private readonly KeyHandle handle;

    internal Slip39Share(Slip39Set set, Slip39Place place, ReadOnlySpan<byte> value)
    {
        Set = set;
        Place = place;
        handle = KeyArena.Shared.Store(value);
        using var lease = handle.Open();
        Span<ushort> words = stackalloc ushort[Slip39Text.WordsFor(value.Length)];
        Slip39Text.Encode(set, place, lease.Bytes, words);
        MnemonicLength = Slip39Text.MnemonicLength(words);
        Slip39Text.Zero(words);
    }

    /// <summary>The same for all shares of a set; says nothing about the secret.</summary>
    public int Identifier => Set.Identifier;

    /// <summary>The group's number, from 0.</summary>
    public int GroupIndex => Place.GroupIndex;

    /// <summary>How many groups are needed.</summary>
    public int GroupThreshold => Set.GroupThreshold;

    /// <summary>How many groups there are.</summary>
    public int GroupCount => Set.GroupCount;

    /// <summary>The member's number in its group, from 0.</summary>
    public int MemberIndex => Place.MemberIndex;

    /// <summary>How many members of its group are needed.</summary>
    public int MemberThreshold => Place.MemberThreshold;

    /// <summary>Bytes of the mnemonic: words with one space between them, no line feed.</summary>
    public int MnemonicLength { get; }

    internal Slip39Set Set { get; }

    internal Slip39Place Place { get; }

    internal int ValueLength => handle.Length;

    /// <summary>Writes the mnemonic; the caller zeroes it.</summary>
    /// <exception cref="ArgumentException">The destination is not <see cref="MnemonicLength"/> bytes.</exception>
    public void FormatMnemonic(Span<byte> utf8)
    {
        if (utf8.Length != MnemonicLength)
        {
            throw Errors.WrongLength(nameof(utf8), MnemonicLength, utf8.Length);
        }

        using var lease = handle.Open();
        Span<ushort> words = stackalloc ushort[Slip39Text.WordsFor(lease.Bytes.Length)];
        Slip39Text.Encode(Set, Place, lease.Bytes, words);
        Slip39Text.Write(words, utf8);
        Slip39Text.Zero(words);
    }

    /// <summary>
    /// Reads a mnemonic of 33 words in any mixture of cases, between runs of blanks. When a word is unknown, its number (from 1) is given, else 0.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> mnemonicUtf8, out Slip39Share? share, out Slip39Failure reason, out int wordNumber) =>
        TryParseCore(mnemonicUtf8, Slip39.Words, out share, out reason, out wordNumber);

    /// <summary>Zeroes the value, after the uses that are under way.</summary>
    public void Dispose() => handle.Dispose();

    /// <summary>Reads a mnemonic for a secret of any length, as the published vectors have them.</summary>
    internal static bool TryParseAny(ReadOnlySpan<byte> mnemonicUtf8, out Slip39Share? share, out Slip39Failure reason) =>
        TryParseCore(mnemonicUtf8, 0, out share, out reason, out _);

    internal KeyLease Open() => handle.Open();

    private static bool TryParseCore(
        ReadOnlySpan<byte> utf8, int neededWords, out Slip39Share? share, out Slip39Failure reason, out int wordNumber)
    {
        (share, reason, wordNumber) = (null, Slip39Failure.WordCount, 0);
        if (utf8.Length > MaxTextLength)
        {
            return false;
        }

        Span<ushort> words = stackalloc ushort[Slip39Text.MaxWords];
        reason = Slip39Text.Read(utf8, words, out var count, out wordNumber);
        var length = Slip39Text.ValueLength(count);
        if (reason == Slip39Failure.None)
        {
            reason = length == 0 || (neededWords != 0 && count != neededWords) ? Slip39Failure.WordCount : Slip39Failure.None;
        }

        if (reason == Slip39Failure.None)
        {
            reason = Decode(words[..count], length, out share);
        }

        Slip39Text.Zero(words);
        return share is not null;
    }

    private static Slip39Failure Decode(ReadOnlySpan<ushort> words, int length, out Slip39Share? share)
    {
        Span<byte> value = stackalloc byte[length];
        var reason = Slip39Text.Decode(words, out var set, out var place, value);
        share = reason == Slip39Failure.None ? new Slip39Share(set, place, value) : null;
        CryptographicOperations.ZeroMemory(value);
        return reason;
    }
}
