// Cosignatures: a witness's word that a checkpoint extends all that it saw of the log before.
//
// References: C2SP tlog-cosignature (Ed25519, "cosignature/v1"); C2SP tlog-witness for the answer of a witness.
// Parameters: 72 bytes: time in POSIX seconds (64 bits, big-endian, 1 to 2^63-1), then an Ed25519 signature over
//   "cosignature/v1\ntime <decimal>\n" and the checkpoint's text with its last newline.
// Limits: an answer of a witness has at most 65,536 bytes and 100 lines.

using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Broker.Transparency;

/// <summary>Makes and verifies cosignatures.</summary>
public static class Cosignature
{
    /// <summary>Bytes of a cosignature.</summary>
    public const int Size = sizeof(ulong) + NoteSigner.SignatureSize;

    /// <summary>The longest answer of a witness, in bytes.</summary>
    public const int MaxAnswerLength = 65_536;

    /// <summary>Cosigns a checkpoint.</summary>
    /// <param name="checkpointText">The note text of the checkpoint, as it was signed by the log.</param>
    /// <param name="key">The witness's key.</param>
    /// <param name="time">POSIX seconds, at least 1.</param>
    /// <param name="sign">Signs with that key.</param>
    /// <returns>The signature line with its newline.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is not positive.</exception>
    public static string Sign(string checkpointText, CosignerKey key, long time, SignDelegate sign)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(sign);
        ArgumentOutOfRangeException.ThrowIfLessThan(time, 1);
        var bytes = new byte[Size];
        BinaryPrimitives.WriteInt64BigEndian(bytes, time);
        sign(Message(checkpointText, time), bytes.AsSpan(sizeof(long)));
        return new NoteSignature(key.Name, key.Id, bytes).ToString() + '\n';
    }

    /// <summary>Picks the line of a known witness out of its answer; lines of unknown keys are passed over.</summary>
    /// <param name="answer">The body of a witness's answer: signature lines, each with its newline.</param>
    /// <param name="checkpointText">The note text that was to be cosigned.</param>
    /// <param name="key">The witness's key.</param>
    /// <param name="ed25519">Verifies signatures.</param>
    /// <param name="line">The line as it stands under a note, with its newline.</param>
    /// <param name="time">When it says that it was made, POSIX seconds.</param>
    /// <returns>False when the answer is malformed, has no line of this key, or one that does not verify.</returns>
    public static bool TryTake(
        ReadOnlySpan<byte> answer, string checkpointText, CosignerKey key, VerifyDelegate ed25519,
        [NotNullWhen(true)] out string? line, out long time)
    {
        (line, time) = (null, 0);
        if (answer.Length > MaxAnswerLength || !StrictText.TryDecode(answer, out var text) || !text.EndsWith('\n'))
        {
            return false;
        }

        var lines = text.Split('\n')[..^1];
        var signatures = new List<NoteSignature>();
        foreach (var one in lines.Length <= SignedNote.MaxSignatures ? lines : [])
        {
            if (!NoteSignature.TryParse(one, out var signature))
            {
                return false;
            }

            signatures.Add(signature);
        }

        if (!TryFind(signatures, checkpointText, key, ed25519, out var found, out time) || found is null)
        {
            return false;
        }

        line = found.ToString() + '\n';
        return true;
    }

    /// <summary>The newest cosignature of a key among the signatures of a note; false when one of that key is wrong.</summary>
    internal static bool TryFind(
        IEnumerable<NoteSignature> signatures, string checkpointText, CosignerKey key, VerifyDelegate ed25519, out NoteSignature? found, out long time)
    {
        (found, time) = (null, 0);
        foreach (var own in signatures.Where(s => s.Name == key.Name && s.KeyId == key.Id))
        {
            if (!IsGood(own, checkpointText, key, ed25519, out var made))
            {
                return false;
            }

            (found, time) = made > time ? (own, made) : (found, time);
        }

        return true;
    }

    private static bool IsGood(NoteSignature signature, string checkpointText, CosignerKey key, VerifyDelegate ed25519, out long time)
    {
        time = 0;
        if (signature.Signature.Length != Size)
        {
            return false;
        }

        time = BinaryPrimitives.ReadInt64BigEndian(signature.Signature);
        // A time of 0 would say "not the largest tree that I saw": no cosignature of a checkpoint.
        return time > 0 && ed25519(key.PublicKey, Message(checkpointText, time), signature.Signature.AsSpan(sizeof(long)));
    }

    private static byte[] Message(string checkpointText, long time) => Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"cosignature/v1\ntime {time}\n{checkpointText}"));
}
