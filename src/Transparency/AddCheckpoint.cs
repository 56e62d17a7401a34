// What a log sends to a witness.
//
// References: C2SP tlog-witness ("add-checkpoint").
// Parameters: `old <decimal>`; one base64 hash a line, at most 63; an empty line; the checkpoint's signed note, verbatim.
// Limits: those of SignedNote, and 8,192 bytes for what stands before it.

using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Broker.Transparency;

/// <summary>A checkpoint for a witness, with the proof that it extends the last one that the witness cosigned.</summary>
/// <param name="OldSize">The size that the witness cosigned last, 0 for none.</param>
/// <param name="Proof">The consistency proof from there; empty from size 0 and between equal sizes.</param>
/// <param name="Checkpoint">The signed note, unverified.</param>
public sealed record AddCheckpoint(long OldSize, IReadOnlyList<Hash32> Proof, ReadOnlyMemory<byte> Checkpoint)
{
    /// <summary>The most hashes in a proof.</summary>
    public const int MaxHashes = 63;

    /// <summary>The longest body in bytes.</summary>
    public const int MaxLength = SignedNote.MaxLength + MaxHeadLength;

    private const int MaxHeadLength = 8192;
    private const string OldPrefix = "old ";

    /// <summary>The first line of the checkpoint: the log that it says it is of; null when there is none.</summary>
    public string? Origin => Checkpoint.Span.IndexOf((byte)'\n') is > 0 and var end && StrictText.TryDecode(Checkpoint.Span[..end], out var origin) ? origin : null;

    /// <summary>The request's body.</summary>
    public byte[] Format()
    {
        var head = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{OldPrefix}{OldSize}\n");
        foreach (var hash in Proof)
        {
            head.Append(hash.ToBase64()).Append('\n');
        }

        return [.. Encoding.ASCII.GetBytes(head.Append('\n').ToString()), .. Checkpoint.Span];
    }

    /// <summary>Reads a request's body.</summary>
    public static bool TryParse(ReadOnlySpan<byte> body, [NotNullWhen(true)] out AddCheckpoint? request)
    {
        request = null;
        var border = body.IndexOf("\n\n"u8);
        if (body.Length > MaxLength || border is < 0 or > MaxHeadLength || body.Length == border + 2 || !StrictText.TryDecode(body[..border], out var head))
        {
            return false;
        }

        var lines = head.Split('\n');
        if (!lines[0].StartsWith(OldPrefix, StringComparison.Ordinal)
            || !StrictText.TryParseDecimal(lines[0].AsSpan(OldPrefix.Length), out var oldSize)
            || lines.Length - 1 > MaxHashes)
        {
            return false;
        }

        var proof = new Hash32[lines.Length - 1];
        for (var i = 0; i < proof.Length; i++)
        {
            if (!Hash32.TryParseBase64(lines[i + 1], out proof[i]))
            {
                return false;
            }
        }

        request = new AddCheckpoint(oldSize, proof, body[(border + 2)..].ToArray());
        return true;
    }
}
