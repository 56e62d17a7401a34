using System.Globalization;
using Broker.Briefings;
using Broker.Transparency;

namespace Broker.Cli;

/// <summary>Whether a proof shows that a deposit is under the root of its day and that root in the trusted log; needs no server.</summary>
/// <param name="Fault">Why not, in plain words; null when it holds.</param>
/// <param name="Mark">The deposit that is proved; null when it does not hold.</param>
/// <param name="Index">Index of the entry with the day's root.</param>
internal sealed record DepositProofVerification(string? Fault, DepositMark? Mark, long Index)
{
    public bool Holds => Fault is null;

    /// <summary>Whether a file is a deposit proof of this log, whatever it proves.</summary>
    public static bool IsOne(ReadOnlySpan<byte> file, TrustFile trust)
        => TlogProof.TryParse(file, out var proof) && proof.Extra is { } extra && DepositProof.IsOne(extra.Span, trust.Log.Name);

    /// <summary>Checks a proof against the pinned keys.</summary>
    /// <param name="file">The tlog-proof file.</param>
    /// <param name="trust">The pinned keys.</param>
    /// <param name="own">What the depositor holds itself; null when it is not at hand, and then the answer says which deposit was proved.</param>
    public static DepositProofVerification Check(ReadOnlySpan<byte> file, TrustFile trust, DepositMark? own)
    {
        if (!TlogProof.TryParse(file, out var proof) || proof.Extra is not { } extra)
        {
            return No("it is not a proof file with a deposit proof in it");
        }

        if (!DepositProof.TryParse(extra.Span, trust.Log.Name, out var deposit, out var fault) || deposit is null)
        {
            return No($"it is malformed: {DepositProofFaults.Code(fault!.Value)}");
        }

        if (own is { } held && Difference(held, deposit.Mark) is { } difference)
        {
            return No(difference);
        }

        if (!Inclusion.Verify(
            MerkleHash.Leaf(deposit.Leaf), deposit.Index, deposit.Size, [.. deposit.Path.Select(Hash)], Hash(deposit.Root)))
        {
            return No("the deposit is not under the root of that day");
        }

        return proof.TryVerify(MerkleHash.Leaf(deposit.Entry.Span), CheckpointVerifier.Of(trust, Sealing.Ed25519.Verify), out _, out var logFault)
            ? new DepositProofVerification(null, deposit.Mark, proof.Index)
            : No($"the root of that day is not shown to be in the trusted log: {LogFaultWords.Of(logFault)}");
    }

    /// <summary>The answer for people.</summary>
    public override string ToString() => Holds && Mark is { } mark
        ? string.Create(CultureInfo.InvariantCulture, $"the receipt holds: record {mark.Record} with commitment {mark.Commit} was deposited for {mark.Day:yyyy-MM-dd}, under the root in entry {Index} of the trusted log")
        : $"the receipt does not hold: {Fault}";

    private static string? Difference(DepositMark own, DepositMark proved)
        => own.Record != proved.Record ? "it proves another record"
            : own.Commit != proved.Commit ? "it proves another commitment than yours"
            : own.Day != proved.Day ? "it proves a deposit for another day than your receipt says" : null;

    private static Hash32 Hash(Sha256Digest digest)
    {
        Span<byte> bytes = stackalloc byte[Hash32.Size];
        digest.CopyTo(bytes);
        return new Hash32(bytes);
    }

    private static DepositProofVerification No(string fault) => new(fault, null, -1);
}
