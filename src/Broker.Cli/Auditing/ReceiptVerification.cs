using System.Globalization;
using Broker.Briefings;
using Broker.Transparency;

namespace Broker.Cli;

/// <summary>Whether a receipt shows that the release behind a briefing is in the trusted log; needs no server.</summary>
/// <param name="Fault">Why not, in plain words; null when it holds.</param>
/// <param name="Facts">What the receipt vouches for; null when it does not hold.</param>
/// <param name="Index">Index of the release's entry.</param>
/// <param name="Entry">The entry's bytes.</param>
internal sealed record ReceiptVerification(string? Fault, ReleaseFacts? Facts, long Index, ReadOnlyMemory<byte> Entry)
{
    public bool Holds => Fault is null;

    /// <summary>Checks briefing, receipt and log against the pinned keys.</summary>
    public static ReceiptVerification Check(ReadOnlySpan<byte> briefing, ReadOnlySpan<byte> receipt, TrustFile trust)
    {
        if (!TlogProof.TryParse(receipt, out var proof) || proof.Extra is not { } extra)
        {
            return No("the receipt is not a proof file with a release receipt in it");
        }

        if (!ReleaseReceipt.TryParse(extra.Span, trust.Log.Name, out var release, out var fault) || release is null)
        {
            return No($"the receipt is malformed: {ReceiptFaults.Code(fault!.Value)}");
        }

        if (release.Check(briefing, out var facts) is ReceiptFault reason)
        {
            return No(reason == ReceiptFault.Briefing
                ? "the briefing is not the one that the release names"
                : $"the receipt does not hold: {ReceiptFaults.Code(reason)}");
        }

        return proof.TryVerify(MerkleHash.Leaf(release.Entry.Span), CheckpointVerifier.Of(trust, Sealing.Ed25519.Verify), out _, out var logFault)
            ? new ReceiptVerification(null, facts, proof.Index, release.Entry)
            : No($"the release is not shown to be in the trusted log: {LogFaultWords.Of(logFault)}");
    }

    /// <summary>The answer for people.</summary>
    public override string ToString() => Holds && Facts is not null
        ? string.Create(CultureInfo.InvariantCulture, $"the receipt holds: release {Facts.Country}/{Facts.Period}/{Facts.Vintage}, tier {Facts.Tier}, is entry {Index} of the trusted log and names these bytes")
        : $"the receipt does not hold: {Fault}";

    private static ReceiptVerification No(string fault) => new(fault, null, -1, default);
}
