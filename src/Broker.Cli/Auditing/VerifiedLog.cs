using Broker.Briefings;
using Broker.Transparency;

namespace Broker.Cli;

/// <summary>The entries of a log that was verified whole.</summary>
/// <param name="Head">Size and root.</param>
/// <param name="Releases">Release entries by their index.</param>
/// <param name="Hashes">SHA-256 of every entry's bytes, in order.</param>
internal sealed record VerifiedLog(TreeHead Head, IReadOnlyList<(long Index, ReleaseEntry Entry)> Releases, IReadOnlyList<Sha256Digest> Hashes)
{
    /// <summary>Reads a mirror; a log that does not verify, or an entry of no known kind, is an expected no.</summary>
    public static VerifiedLog Read(LogMirror mirror, TrustFile trust, TreeHead? earlier = null)
    {
        List<(long, ReleaseEntry)> releases = [];
        List<Sha256Digest> hashes = [];
        long unknown = -1;
        var report = mirror.Check(trust, earlier, (index, entry) =>
        {
            hashes.Add(Sha256Digest.Of(entry));
            if (!LogEntry.TryParse(entry, trust.Log.Name, out var parsed, out _))
            {
                unknown = unknown < 0 ? index : unknown;
            }
            else if (parsed is ReleaseEntry release)
            {
                releases.Add((index, release));
            }
        });
        if (!report.IsClean || report.Checkpoint is null)
        {
            throw CommandFailure.No($"the log does not verify: {LogFaultWords.Of(report.Fault)}");
        }

        return unknown >= 0
            ? throw CommandFailure.No($"the log verifies, but entry {unknown} is of no known kind")
            : new VerifiedLog(report.Checkpoint.Head, releases, hashes);
    }

    /// <summary>Whether exactly these bytes are the entry at this index.</summary>
    public bool Holds(long index, ReadOnlySpan<byte> entry) => index >= 0 && index < Hashes.Count && Hashes[(int)index] == Sha256Digest.Of(entry);
}
