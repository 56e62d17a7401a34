using System.Globalization;
using Broker.Briefings;
using Broker.Transparency;

namespace Broker.Cli.Verify;

/// <summary>What was given to <c>broker verify entry</c>: an index of a mirrored log, or an entry and the proof that came with it.</summary>
internal sealed record EntryCheck
{
    internal const string IndexOption = "--index";
    internal const string EntryOption = "--entry";
    internal const string ProofOption = "--proof";
    internal const string RawOption = "--raw";
    internal const string OutOption = "--out";

    internal IReadOnlyList<string>? Index { get; init; }

    internal string? Directory { get; init; }

    internal string? Trust { get; init; }

    internal string? Entry { get; init; }

    internal string? Proof { get; init; }

    /// <summary>Where the entry's bytes go, null for nowhere.</summary>
    internal string? Raw { get; init; }

    /// <summary>Where the proof goes, null for nowhere.</summary>
    internal string? Output { get; init; }

    internal VerifyOutcome Run(VerifyDelegate ed25519)
    {
        if (string.IsNullOrEmpty(Trust))
        {
            return VerifyOutcome.Malformed($"`{LogCheck.TrustOption}` is missing");
        }

        var fromMirror = Index is { Count: > 0 } && !string.IsNullOrEmpty(Directory) && Entry is null && Proof is null;
        var fromProof = !string.IsNullOrEmpty(Entry) && !string.IsNullOrEmpty(Proof) && Index is null or { Count: 0 } && Directory is null;
        return fromMirror || fromProof
            ? VerifyFiles.Try(() => RunCore(Trust, fromMirror, ed25519))
            : VerifyOutcome.Malformed($"`{IndexOption}` and `{LogCheck.DirectoryOption}` are needed, or `{EntryOption}` and `{ProofOption}`");
    }

    private VerifyOutcome RunCore(string trustFile, bool fromMirror, VerifyDelegate ed25519)
    {
        byte[] entry = [];
        TlogProof? proof = null;
        if (!VerifyFiles.TryTrust(trustFile, ed25519, out var log, out var problem)
            || !(fromMirror ? TryMirror(log, out entry, out proof, out problem) : TryFiles(out entry, out proof, out problem)))
        {
            return problem!;
        }

        if (!proof!.TryVerify(MerkleHash.Leaf(entry), log, out var checkpoint, out var fault))
        {
            return new VerifyOutcome(false, fault == LogFault.RootMismatch
                ? "the entry does not hold: the proof does not lead from these bytes to the checkpoint's root"
                : $"the entry does not hold: {LogFaultWords.Of(fault)}");
        }

        if (!LogEntry.TryParse(entry, log.Log.Name, out var parsed, out _) || parsed is null)
        {
            return new VerifyOutcome(false, string.Create(CultureInfo.InvariantCulture, $"entry {proof.Index} is in the log, but is of no known kind"));
        }

        Write(entry, proof);
        return new VerifyOutcome(true, string.Create(
            CultureInfo.InvariantCulture,
            $"""
            the entry holds: it is number {proof.Index} of the log of {checkpoint.Head.Size} entries
            kind       {LogEntryKinds.Word(parsed.Kind)}
            says       {EntrySentence.Of(parsed)}
            leaf       {MerkleHash.Leaf(entry)}
            root       {checkpoint.Head.Root}
            """));
    }

    private bool TryMirror(CheckpointVerifier log, out byte[] entry, out TlogProof? proof, out VerifyOutcome? problem)
    {
        (entry, proof) = ([], null);
        if (!ProofArguments.TryNumber(IndexOption, Index, out var index, out var malformed))
        {
            problem = VerifyOutcome.Malformed(malformed);
        }
        else if (MirroredLog.TryOpen(Directory!, log, out var mirror, out problem))
        {
            var hashes = index < mirror.Head.Size ? mirror.Prove(index) : null;
            problem = index >= mirror.Head.Size ? new VerifyOutcome(false, string.Create(CultureInfo.InvariantCulture, $"there is no entry {index}: the mirrored log has {mirror.Head.Size}"))
                : hashes is null ? new VerifyOutcome(false, "the entry does not hold: tiles of the mirror are missing or damaged")
                : mirror.Entry(index) is not { } bytes ? new VerifyOutcome(false, "the entry does not hold: its bundle is missing or damaged")
                : null;
            (entry, proof) = problem is null ? (mirror.Entry(index)!, new TlogProof(index, hashes!, mirror.Note)) : (entry, proof);
        }

        return problem is null;
    }

    private bool TryFiles(out byte[] entry, out TlogProof? proof, out VerifyOutcome? problem)
    {
        var bytes = LogDirectory.ReadLimited(Entry!, LogEntry.MaxBytes);
        var file = LogDirectory.ReadLimited(Proof!, TlogProof.MaxLength);
        proof = null;
        var parsed = file is not null && TlogProof.TryParse(file, out proof);
        entry = bytes ?? [];
        problem = bytes is null ? new VerifyOutcome(false, "nothing was verified: the entry is missing or too long")
            : parsed ? null
            : new VerifyOutcome(false, "nothing was verified: the proof is missing or malformed");
        return problem is null;
    }

    private void Write(byte[] entry, TlogProof proof)
    {
        if (Raw is not null)
        {
            File.WriteAllBytes(Raw, entry);
        }

        if (Output is not null)
        {
            File.WriteAllBytes(Output, proof.Format());
        }
    }
}
