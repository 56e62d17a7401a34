namespace Broker.Briefings;

/// <summary>What a requester needs, besides the Merkle proof, to tie a briefing to the log: the extra bytes of a tlog-proof file.</summary>
/// <remarks>
/// It shows that the entry commits to the facts and that the facts name the briefing's exact bytes. That the entry is in the
/// log is the proof's part. References: docs/specs/receipt.md; C2SP tlog-proof.
/// </remarks>
public sealed class ReleaseReceipt
{
    /// <summary>Largest text, in bytes.</summary>
    public const int MaxBytes = 131_072;

    private const string Use = "receipt";

    private readonly byte[] salt;
    private readonly byte[] facts;
    private readonly byte[] entry;

    private ReleaseReceipt(string origin, byte[] salt, byte[] facts, byte[] entry)
    {
        Origin = origin;
        this.salt = salt;
        this.facts = facts;
        this.entry = entry;
    }

    /// <summary>The log.</summary>
    public string Origin { get; }

    /// <summary>32 bytes.</summary>
    public ReadOnlyMemory<byte> Salt => salt;

    /// <summary>The text of the <see cref="ReleaseFacts"/>.</summary>
    public ReadOnlyMemory<byte> Facts => facts;

    /// <summary>The log entry's exact bytes: hash them as a leaf for the Merkle proof.</summary>
    public ReadOnlyMemory<byte> Entry => entry;

    /// <summary>Makes a receipt and refuses one that would not hold.</summary>
    /// <exception cref="ArgumentException">The salt and facts are not what the entry's head commits to.</exception>
    public static ReleaseReceipt Create(string origin, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> facts, ReadOnlySpan<byte> entry)
    {
        ReleaseReceipt receipt = new(origin, salt.ToArray(), facts.ToArray(), entry.ToArray());
        return receipt.CheckFacts(out _) is ReceiptFault fault
            ? throw Fault.Malformed(nameof(entry), $"an entry that commits to the facts: {ReceiptFaults.Code(fault)}")
            : receipt;
    }

    /// <summary>The one text of the receipt.</summary>
    public byte[] Format() => Ascii.Utf8(
        FactsReader.Domain(Origin, Use)
        + "salt " + Convert.ToHexStringLower(salt)
        + "\nfacts " + Convert.ToBase64String(facts)
        + "\nentry " + Convert.ToBase64String(entry) + "\n");

    /// <summary>Reads the text; it does not check the receipt, for which see <see cref="Check"/>.</summary>
    /// <param name="text">The extra bytes of the proof file.</param>
    /// <param name="origin">The log that the verifier trusts.</param>
    /// <param name="receipt">The receipt, or null.</param>
    /// <param name="fault">Null exactly when there is a receipt.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, string origin, out ReleaseReceipt? receipt, out ReceiptFault? fault)
    {
        receipt = null;
        byte[] facts = [];
        byte[] entry = [];
        byte[] salt = new byte[FactsHead.SaltSize];
        LineReader lines = new(text);
        fault = text.Length > MaxBytes ? ReceiptFault.TooLarge
            : !lines.TryExact(Ascii.Utf8(FactsReader.Domain(origin, Use).TrimEnd('\n'))) ? ReceiptFault.Domain
            : !lines.TryValue("salt"u8, out ReadOnlySpan<byte> value) ? ReceiptFault.Line
            : !Ascii.TryHex(value, salt) ? ReceiptFault.Salt
            : ReadBase64(ref lines, "facts"u8, out facts) ?? ReadBase64(ref lines, "entry"u8, out entry)
            ?? (lines.AtEnd ? null : ReceiptFault.TrailingBytes);
        receipt = fault is null ? new ReleaseReceipt(origin, salt, facts, entry) : null;
        return receipt is not null;
    }

    /// <summary>Checks that the entry commits to the facts and that the facts name these briefing bytes.</summary>
    /// <param name="briefing">The exact bytes of the briefing's JSON or HTML file.</param>
    /// <param name="checkedFacts">What the receipt vouches for; null when there is a fault.</param>
    /// <returns>The first fault, or null when the receipt holds.</returns>
    public ReceiptFault? Check(ReadOnlySpan<byte> briefing, out ReleaseFacts? checkedFacts)
    {
        ReceiptFault? fault = CheckFacts(out checkedFacts);
        if (fault is not null || checkedFacts is null)
        {
            return fault;
        }

        Sha256Digest digest = Sha256Digest.Of(briefing);
        if (digest == checkedFacts.BriefingJson || digest == checkedFacts.BriefingHtml)
        {
            return null;
        }

        checkedFacts = null;
        return ReceiptFault.Briefing;
    }

    private ReceiptFault? CheckFacts(out ReleaseFacts? read)
    {
        read = null;
        if (!LogEntry.TryParse(entry, Origin, out LogEntry? parsed, out _))
        {
            return ReceiptFault.Entry;
        }

        return parsed is not ReleaseEntry release ? ReceiptFault.NotRelease
            : FactsHead.Of(salt, facts) != release.Head ? ReceiptFault.Head
            : !ReleaseFacts.TryParse(facts, Origin, out read, out _) ? ReceiptFault.Facts
            : null;
    }

    private static ReceiptFault? ReadBase64(ref LineReader lines, ReadOnlySpan<byte> key, out byte[] bytes)
    {
        bytes = [];
        if (!lines.TryValue(key, out ReadOnlySpan<byte> value))
        {
            return ReceiptFault.Line;
        }

        byte[] decoded = new byte[value.Length];
        bool ok = System.Buffers.Text.Base64.DecodeFromUtf8(value, decoded, out _, out int written) == System.Buffers.OperationStatus.Done;

        // Only the canonical spelling: stray bits in the last character, spaces and missing padding all re-encode differently.
        if (!ok || !System.Text.Ascii.Equals(value, Convert.ToBase64String(decoded.AsSpan(0, written))))
        {
            return ReceiptFault.Base64;
        }

        bytes = decoded[..written];
        return null;
    }
}
