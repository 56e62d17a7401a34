// Signed notes: a text with Ed25519 signatures under it.
//
// References: C2SP signed-note.
// Parameters: UTF-8, no control character but newline; text, empty line, signature lines `— name base64(key id || signature)`.
// Limits, enforced before any cryptography: 1,000,000 bytes, 1 to 100 signatures (C2SP asks for at least 16).

using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Broker.Transparency;

/// <summary>A note whose signatures by trusted keys verify. There is no way to get at the text of one that does not.</summary>
public sealed class SignedNote
{
    /// <summary>The longest note in bytes.</summary>
    public const int MaxLength = 1_000_000;

    /// <summary>The most signature lines in a note.</summary>
    public const int MaxSignatures = 100;

    private SignedNote(string text, IReadOnlyList<VerifierKey> signedBy)
    {
        Text = text;
        SignedBy = signedBy;
    }

    /// <summary>What was signed, its last newline included.</summary>
    public string Text { get; }

    /// <summary>The trusted keys that signed, each once, in the order of the trust list; never empty.</summary>
    public IReadOnlyList<VerifierKey> SignedBy { get; }

    /// <summary>Reads a note and verifies every signature by a trusted key; signatures of others are passed over.</summary>
    /// <remarks>A key is found by its name and id together. One bad signature of a trusted key refuses the whole note.</remarks>
    public static bool TryOpen(
        ReadOnlySpan<byte> note,
        IReadOnlyList<NoteVerifier> trusted,
        [NotNullWhen(true)] out SignedNote? opened,
        out NoteFault fault)
    {
        opened = null;
        fault = NoteFault.Malformed;
        if (!TrySplit(note, out var text, out var signatures))
        {
            return false;
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        var signedBy = new List<VerifierKey>();
        foreach (var verifier in trusted)
        {
            var own = signatures.Where(s => s.Name == verifier.Key.Name && s.KeyId == verifier.Key.Id).ToList();
            if (own.Any(s => !verifier.Verify(bytes, s.Signature)))
            {
                fault = NoteFault.InvalidSignature;
                return false;
            }

            if (own.Count > 0 && !signedBy.Exists(k => k.ToString() == verifier.Key.ToString()))
            {
                signedBy.Add(verifier.Key);
            }
        }

        fault = signedBy.Count > 0 ? NoteFault.None : NoteFault.NoTrustedSignature;
        opened = signedBy.Count > 0 ? new SignedNote(text, signedBy) : null;
        return opened is not null;
    }

    /// <summary>Signs a text with one or more keys.</summary>
    /// <exception cref="ArgumentException">The text does not end in a newline or has control characters, or no signer is given.</exception>
    public static byte[] Sign(string text, params IReadOnlyList<NoteSigner> signers)
    {
        var bytes = StrictText.TryEncode(text);
        if (bytes is null || !text.EndsWith('\n'))
        {
            throw Faults.NoteText();
        }

        if (signers.Count == 0)
        {
            throw Faults.NoSigner();
        }

        var lines = signers.Select(s => s.Sign(bytes).ToString() + '\n');
        return Encoding.UTF8.GetBytes($"{text}\n{string.Concat(lines)}");
    }

    /// <summary>Adds a signature under an existing note; the signatures that are there stay and are not verified.</summary>
    /// <exception cref="ArgumentException">It is no signed note, or it has all the signatures that it may.</exception>
    public static byte[] AddSignature(ReadOnlySpan<byte> note, NoteSigner signer)
    {
        if (!TrySplit(note, out var text, out var signatures) || signatures.Count == MaxSignatures)
        {
            throw Faults.NotANote();
        }

        var line = signer.Sign(Encoding.UTF8.GetBytes(text)).ToString() + '\n';
        return [.. note, .. Encoding.UTF8.GetBytes(line)];
    }

    internal static bool TrySplit(
        ReadOnlySpan<byte> note,
        [NotNullWhen(true)] out string? text,
        [NotNullWhen(true)] out List<NoteSignature>? signatures)
    {
        (text, signatures) = (null, null);
        if (note.Length > MaxLength || !StrictText.TryDecode(note, out var all) || !all.EndsWith('\n'))
        {
            return false;
        }

        // The last empty line parts text and signatures: the text may have empty lines of its own.
        var border = all.LastIndexOf("\n\n", StringComparison.Ordinal);
        var lines = border < 0 ? [] : all[(border + 2)..].Split('\n')[..^1];
        if (lines.Length is 0 or > MaxSignatures)
        {
            return false;
        }

        var found = new List<NoteSignature>();
        foreach (var line in lines)
        {
            if (!NoteSignature.TryParse(line, out var signature))
            {
                return false;
            }

            found.Add(signature);
        }

        (text, signatures) = (all[..(border + 1)], found);
        return true;
    }
}
