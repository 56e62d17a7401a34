// Proof files: that an entry is in a log, checkable without the log.
//
// References: C2SP tlog-proof; RFC 6962 section 2.1.1 for the order of the hashes.
// Parameters: `c2sp.org/tlog-proof@v1`; optional `extra <base64>`; `index <decimal>`; one base64 hash a line; an empty line;
//   the checkpoint's signed note, verbatim.
// Limits: 2,000,000 bytes of file, 63 hashes (no tree of up to 2^63-1 entries has more).

using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Broker.Transparency;

/// <summary>An inclusion proof with the checkpoint that it leads to.</summary>
/// <remarks>Nothing in it is true before <see cref="TryVerify"/>; the extra bytes are never authenticated by it.</remarks>
public sealed class TlogProof
{
    /// <summary>The longest proof file in bytes.</summary>
    public const int MaxLength = 2_000_000;

    /// <summary>The most hashes in a proof.</summary>
    public const int MaxHashes = 63;

    private const string Header = "c2sp.org/tlog-proof@v1";
    private const string ExtraPrefix = "extra ";
    private const string IndexPrefix = "index ";

    /// <summary>Joins the parts of a proof.</summary>
    /// <param name="index">The entry's index, from 0.</param>
    /// <param name="hashes">At most 63, as <see cref="Inclusion.Build"/> gives them.</param>
    /// <param name="checkpoint">The signed note.</param>
    /// <param name="extra">Bytes for the application, or null for no such line.</param>
    /// <exception cref="ArgumentOutOfRangeException">The index is negative or the hashes are too many.</exception>
    public TlogProof(
        long index, IReadOnlyList<Hash32> hashes, ReadOnlyMemory<byte> checkpoint, ReadOnlyMemory<byte>? extra = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hashes.Count, MaxHashes);
        Index = index;
        Hashes = hashes;
        Checkpoint = checkpoint;
        Extra = extra;
    }

    /// <summary>The entry's index, from 0.</summary>
    public long Index { get; }

    /// <summary>From the leaf's sibling to the root's child.</summary>
    public IReadOnlyList<Hash32> Hashes { get; }

    /// <summary>The signed checkpoint, verbatim and unverified.</summary>
    public ReadOnlyMemory<byte> Checkpoint { get; }

    /// <summary>Bytes for the application, not authenticated; null when the line is absent.</summary>
    public ReadOnlyMemory<byte>? Extra { get; }

    /// <summary>The file's bytes.</summary>
    public byte[] Format()
    {
        var text = new StringBuilder(Header).Append('\n');
        if (Extra is { } extra)
        {
            text.Append(ExtraPrefix).Append(Convert.ToBase64String(extra.Span)).Append('\n');
        }

        text.Append(IndexPrefix).Append(Index.ToString(CultureInfo.InvariantCulture)).Append('\n');
        foreach (var hash in Hashes)
        {
            text.Append(hash.ToBase64()).Append('\n');
        }

        return [.. Encoding.ASCII.GetBytes(text.Append('\n').ToString()), .. Checkpoint.Span];
    }

    /// <summary>Reads a proof file. The checkpoint in it is taken as it is and judged by <see cref="TryVerify"/>.</summary>
    public static bool TryParse(ReadOnlySpan<byte> file, [NotNullWhen(true)] out TlogProof? proof)
    {
        proof = null;
        var border = file.IndexOf("\n\n"u8);
        if (file.Length > MaxLength
            || border < 0
            || file.Length == border + 2
            || !StrictText.TryDecode(file[..border], out var head))
        {
            return false;
        }

        var lines = new Queue<string>(head.Split('\n'));
        if (lines.Dequeue() != Header
            || !TryTakeExtra(lines, out var extra)
            || !TryTakeIndex(lines, out var index)
            || !TryTakeHashes(lines, out var hashes))
        {
            return false;
        }

        proof = new TlogProof(index, hashes, file[(border + 2)..].ToArray(), extra);
        return true;
    }

    /// <summary>Whether the trusted log's checkpoint in this file covers the leaf at this index.</summary>
    /// <param name="leafHash"><see cref="MerkleHash.Leaf"/> of the entry that the verifier holds.</param>
    /// <param name="log">The log's key and the witnesses that have to have cosigned.</param>
    /// <param name="checkpoint">The verified checkpoint.</param>
    /// <param name="fault">A checkpoint fault, or <see cref="LogFault.RootMismatch"/> when the hashes do not lead to the root.</param>
    public bool TryVerify(
        in Hash32 leafHash, CheckpointVerifier log, [NotNullWhen(true)] out Checkpoint? checkpoint, out LogFault fault)
    {
        checkpoint = null;
        if (!log.TryOpen(Checkpoint.Span, out var opened, out fault))
        {
            return false;
        }

        if (!Inclusion.Verify(leafHash, Index, opened.Head.Size, [.. Hashes], opened.Head.Root))
        {
            fault = LogFault.RootMismatch;
            return false;
        }

        checkpoint = opened;
        return true;
    }

    private static bool TryTakeExtra(Queue<string> lines, out ReadOnlyMemory<byte>? extra)
    {
        extra = null;
        if (!lines.TryPeek(out var line) || !line.StartsWith(ExtraPrefix, StringComparison.Ordinal))
        {
            return true;
        }

        var valid = StrictText.TryDecodeBase64(lines.Dequeue()[ExtraPrefix.Length..], out var bytes);
        extra = valid ? bytes : null;
        return valid;
    }

    private static bool TryTakeIndex(Queue<string> lines, out long index)
    {
        index = 0;
        return lines.TryDequeue(out var line)
            && line.StartsWith(IndexPrefix, StringComparison.Ordinal)
            && StrictText.TryParseDecimal(line.AsSpan(IndexPrefix.Length), out index);
    }

    private static bool TryTakeHashes(Queue<string> lines, out List<Hash32> hashes)
    {
        hashes = [];
        if (lines.Count > MaxHashes)
        {
            return false;
        }

        while (lines.TryDequeue(out var line))
        {
            if (!Hash32.TryParseBase64(line, out var hash))
            {
                return false;
            }

            hashes.Add(hash);
        }

        return true;
    }
}
