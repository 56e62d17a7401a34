// Checkpoints: the signed head of a log.
//
// References: C2SP tlog-checkpoint; RFC 6962 section 2.1 for the root.
// Parameters: three lines: origin, size in decimal, root in base64. Extension lines are refused: an auditor can't check them.
// The key that signs is named for the origin.

using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Broker.Transparency;

/// <summary>What a log signs: its name, its size, its root.</summary>
/// <param name="Origin">The name of the log, one line.</param>
/// <param name="Head">Size and root.</param>
public sealed record Checkpoint(string Origin, TreeHead Head)
{
    /// <summary>The note text, to be signed.</summary>
    /// <exception cref="ArgumentException">The origin is empty or not one line, or the size is negative.</exception>
    public string ToNoteText()
    {
        if (!IsOrigin(Origin))
        {
            throw Faults.Origin();
        }

        ArgumentOutOfRangeException.ThrowIfNegative(Head.Size);
        return string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Head.Size}\n{Head.Root.ToBase64()}\n");
    }

    /// <summary>The signed checkpoint, as it is stored and sent.</summary>
    /// <exception cref="ArgumentException">The signer is not named for the origin.</exception>
    public byte[] Sign(NoteSigner signer) =>
        signer.Key.Name == Origin ? SignedNote.Sign(ToNoteText(), signer) : throw Faults.OriginIsNotTheKeyName();

    /// <summary>Reads a note text that is a checkpoint and nothing more.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out Checkpoint? checkpoint)
    {
        checkpoint = TryParseLines(text, out var lines) && (lines.Head.Size > 0 || lines.Head.Root == MerkleHash.Empty) ? lines : null;
        return checkpoint is not null;
    }

    /// <summary>The three lines, also where the tree of no entries has another root than it can have.</summary>
    internal static bool TryParseLines([NotNullWhen(true)] string? text, [NotNullWhen(true)] out Checkpoint? checkpoint)
    {
        checkpoint = null;
        var lines = text?.Split('\n') ?? [];
        if (lines.Length != 4
            || lines[3].Length != 0
            || !IsOrigin(lines[0])
            || !StrictText.TryParseDecimal(lines[1], out var size)
            || !Hash32.TryParseBase64(lines[2], out var root))
        {
            return false;
        }

        checkpoint = new Checkpoint(lines[0], new TreeHead(size, root));
        return true;
    }

    /// <summary>Opens a signed checkpoint of the trusted log; its origin must be the name of the log's key.</summary>
    /// <param name="note">The signed note; it may carry signatures of others too.</param>
    /// <param name="log">The log's key.</param>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="fault">One of the checkpoint faults, else <see cref="LogFault.None"/>.</param>
    public static bool TryOpen(
        ReadOnlySpan<byte> note, NoteVerifier log, [NotNullWhen(true)] out Checkpoint? checkpoint, out LogFault fault)
    {
        checkpoint = null;
        if (!SignedNote.TryOpen(note, [log], out var opened, out var noteFault))
        {
            fault = noteFault switch
            {
                NoteFault.NoTrustedSignature => LogFault.NoTrustedSignature,
                NoteFault.InvalidSignature => LogFault.InvalidSignature,
                _ => LogFault.CheckpointMalformed,
            };
            return false;
        }

        if (!TryParse(opened.Text, out var parsed))
        {
            fault = LogFault.CheckpointMalformed;
            return false;
        }

        checkpoint = parsed.Origin == log.Key.Name ? parsed : null;
        fault = checkpoint is null ? LogFault.OriginMismatch : LogFault.None;
        return checkpoint is not null;
    }

    private static bool IsOrigin(string origin) => origin.Length > 0 && !origin.Any(char.IsControl);
}
