using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Broker.Briefings;

/// <summary>
/// What a depositor needs, besides the Merkle proof of an entry, to tie a deposit of its own to the log: the extra bytes of a tlog-proof file.
/// It leads from the record's commitment through the tree of the day to the root that the day's entry names.
/// </summary>
/// <remarks>
/// The hashes are those of a tree of constant size, so that a proof does not tell how many deposited that day. That they lead to the root, and
/// that the entry is in the log, is for who holds the Merkle functions: <see cref="Leaf"/>, <see cref="Path"/> and <see cref="Root"/> are the
/// parts. References: docs/specs/receipt.md; C2SP tlog-proof.
/// </remarks>
public sealed class DepositProof
{
    /// <summary>Largest text, in bytes.</summary>
    public const int MaxBytes = 8192;

    /// <summary>Fewest hashes: a tree of 65,536 leaves.</summary>
    public const int FewestHashes = 16;

    /// <summary>Most hashes; between the two in steps of <see cref="HashStep"/>.</summary>
    public const int MostHashes = 28;

    /// <summary>Hashes from one size of tree to the next.</summary>
    public const int HashStep = 4;

    private const string Use = "deposit-proof";
    private const string LeafUse = "deposit-commitment";

    private readonly byte[] entry;
    private readonly Sha256Digest[] path;

    private DepositProof(string origin, DepositMark mark, long index, Sha256Digest[] path, byte[] entry, Sha256Digest root)
    {
        Origin = origin;
        Mark = mark;
        Index = index;
        this.path = path;
        this.entry = entry;
        Root = root;
    }

    /// <summary>The log.</summary>
    public string Origin { get; }

    /// <summary>Which deposit.</summary>
    public DepositMark Mark { get; }

    /// <summary>Place of the leaf in the day's tree, from 0.</summary>
    public long Index { get; }

    /// <summary>Leaves of the day's tree, dummies included.</summary>
    public long Size => 1L << path.Length;

    /// <summary>From the leaf's sibling to the root's child.</summary>
    public IReadOnlyList<Sha256Digest> Path => path;

    /// <summary>The log entry's exact bytes: hash them as a leaf for the Merkle proof.</summary>
    public ReadOnlyMemory<byte> Entry => entry;

    /// <summary>The root of the day's tree, as the entry has it.</summary>
    public Sha256Digest Root { get; }

    /// <summary>The text whose leaf hash stands in the day's tree.</summary>
    public byte[] Leaf => LeafOf(Origin, Mark);

    /// <summary>The text whose leaf hash stands in the tree of a deposit's day; the day is not in it.</summary>
    public static byte[] LeafOf(string origin, DepositMark mark)
        => Ascii.Utf8($"{FactsReader.Domain(origin, LeafUse)}record {mark.Record}\ncommit {mark.Commit}\n");

    /// <summary>Joins the parts of a proof.</summary>
    /// <exception cref="ArgumentException">They make no proof: another log's or day's entry, an index outside of the tree, another number of hashes.</exception>
    public static DepositProof Create(string origin, DepositMark mark, long index, IReadOnlyList<Sha256Digest> path, ReadOnlySpan<byte> entry)
    {
        DepositProofFault? fault = !IsHeight(path.Count) ? DepositProofFault.Size
            : index < 0 || index >= 1L << path.Count ? DepositProofFault.Index
            : ReadRoot(entry, origin, mark.Day, out _);
        _ = ReadRoot(entry, origin, mark.Day, out Sha256Digest root);
        return fault is null
            ? new DepositProof(origin, mark, index, [.. path], entry.ToArray(), root)
            : throw Fault.Malformed(nameof(entry), $"part of a deposit proof: {DepositProofFaults.Code(fault.Value)}");
    }

    /// <summary>Whether the extra bytes of a proof file say that they are a deposit proof of this log; nothing else is judged.</summary>
    public static bool IsOne(ReadOnlySpan<byte> text, string origin) => text.StartsWith(Ascii.Utf8(FactsReader.Domain(origin, Use)));

    /// <summary>The one text of the proof.</summary>
    public byte[] Format()
    {
        StringBuilder text = new(FactsReader.Domain(Origin, Use));
        text.Append("record ").Append(Mark.Record).Append("\ncommit ").Append(Mark.Commit).Append("\nday ").Append(Ascii.Date(Mark.Day));
        text.Append("\nindex ").Append(Ascii.Number(Index)).Append("\nsize ").Append(Ascii.Number(Size)).Append('\n');
        foreach (Sha256Digest hash in path)
        {
            text.Append("hash ").Append(hash).Append('\n');
        }

        return Ascii.Utf8(text.Append("entry ").Append(Convert.ToBase64String(entry)).Append('\n').ToString());
    }

    /// <summary>Reads the text; a proof is of this log and its entry is the root of its day. Neither Merkle path is checked.</summary>
    /// <param name="text">The extra bytes of the proof file.</param>
    /// <param name="origin">The log that the verifier trusts.</param>
    /// <param name="proof">The proof, or null.</param>
    /// <param name="fault">Null exactly when there is a proof.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, string origin, out DepositProof? proof, out DepositProofFault? fault)
    {
        proof = null;
        LineReader lines = new(text);
        DepositMark mark = default;
        (long index, Sha256Digest[] path) = (0, []);
        fault = text.Length > MaxBytes ? DepositProofFault.TooLarge
            : !lines.TryExact(Ascii.Utf8(FactsReader.Domain(origin, Use).TrimEnd('\n'))) ? DepositProofFault.Domain
            : ReadMark(ref lines, out mark) ?? ReadPath(ref lines, out index, out path);
        if (fault is not null)
        {
            return false;
        }

        fault = ReadEntry(ref lines, out byte[] entry);
        fault ??= lines.AtEnd ? null : DepositProofFault.TrailingBytes;
        Sha256Digest root = default;
        fault ??= ReadRoot(entry, origin, mark.Day, out root);
        proof = fault is null ? new DepositProof(origin, mark, index, path, entry, root) : null;
        return proof is not null;
    }

    private static bool IsHeight(long hashes) => hashes is >= FewestHashes and <= MostHashes && (hashes - FewestHashes) % HashStep == 0;

    private static DepositProofFault? ReadMark(ref LineReader lines, out DepositMark mark)
    {
        mark = default;
        if (!lines.TryValue("record"u8, out ReadOnlySpan<byte> record) || !lines.TryValue("commit"u8, out ReadOnlySpan<byte> commit)
            || !lines.TryValue("day"u8, out ReadOnlySpan<byte> day))
        {
            return DepositProofFault.Line;
        }

        return DepositMark.TryParse(record, commit, day, out mark) ? null : DepositProofFault.Value;
    }

    private static DepositProofFault? ReadPath(ref LineReader lines, out long index, out Sha256Digest[] path)
    {
        (index, path) = (0, []);
        if (!lines.TryValue("index"u8, out ReadOnlySpan<byte> at) || !lines.TryValue("size"u8, out ReadOnlySpan<byte> count))
        {
            return DepositProofFault.Line;
        }

        if (!Ascii.TryNumber(at, long.MaxValue, out index) || !Ascii.TryNumber(count, long.MaxValue, out long size))
        {
            return DepositProofFault.Value;
        }

        int height = size < 1 ? 0 : System.Numerics.BitOperations.Log2((ulong)size);
        if (size != 1L << height || !IsHeight(height))
        {
            return DepositProofFault.Size;
        }

        path = new Sha256Digest[height];
        return index >= size ? DepositProofFault.Index : ReadHashes(ref lines, path);
    }

    private static DepositProofFault? ReadHashes(ref LineReader lines, Sha256Digest[] path)
    {
        for (int i = 0; i < path.Length; i++)
        {
            if (!lines.TryValue("hash"u8, out ReadOnlySpan<byte> value))
            {
                return DepositProofFault.Line;
            }

            if (!Sha256Digest.TryParse(value, out path[i]))
            {
                return DepositProofFault.Value;
            }
        }

        return null;
    }

    private static DepositProofFault? ReadEntry(ref LineReader lines, out byte[] entry)
    {
        entry = [];
        if (!lines.TryValue("entry"u8, out ReadOnlySpan<byte> value))
        {
            return DepositProofFault.Line;
        }

        byte[] decoded = new byte[value.Length];
        bool ok = Base64.DecodeFromUtf8(value, decoded, out _, out int written) == OperationStatus.Done;

        // Only the canonical spelling: stray bits in the last character, spaces and missing padding all re-encode differently.
        if (!ok || !System.Text.Ascii.Equals(value, Convert.ToBase64String(decoded.AsSpan(0, written))))
        {
            return DepositProofFault.Base64;
        }

        entry = decoded[..written];
        return null;
    }

    private static DepositProofFault? ReadRoot(ReadOnlySpan<byte> entry, string origin, DateOnly day, out Sha256Digest root)
    {
        root = default;
        if (!LogEntry.TryParse(entry, origin, out LogEntry? parsed, out _))
        {
            return DepositProofFault.Entry;
        }

        if (parsed is not DepositRootEntry deposits)
        {
            return DepositProofFault.NotDepositRoot;
        }

        root = deposits.Root;
        return deposits.Day == day ? null : DepositProofFault.Day;
    }
}
