using System.Text;
using Broker.Transparency;

namespace Broker.Silo.Log;

/// <summary>A checkpoint with the log's signature.</summary>
/// <param name="Note">The signed note; of a published one with the cosignatures that it was published with.</param>
/// <param name="Text">What was signed.</param>
/// <param name="Head">Size and root.</param>
internal sealed record SignedCheckpoint(byte[] Note, string Text, TreeHead Head)
{
    /// <summary>The signature lines under the text.</summary>
    public ReadOnlySpan<byte> Lines => Note.AsSpan(Encoding.UTF8.GetByteCount(Text) + 1);

    public static SignedCheckpoint Sign(Checkpoint checkpoint, NoteSigner signer) =>
        new(checkpoint.Sign(signer), checkpoint.ToNoteText(), checkpoint.Head);

    /// <summary>Opens a stored note under the log's key; null when it is not one of this log.</summary>
    public static SignedCheckpoint? Open(byte[] note, VerifierKey log) =>
        Checkpoint.TryOpen(note, new NoteVerifier(log, Sealing.Ed25519.Verify), out Checkpoint? opened, out _)
            ? new SignedCheckpoint(note, opened.ToNoteText(), opened.Head)
            : null;
}
