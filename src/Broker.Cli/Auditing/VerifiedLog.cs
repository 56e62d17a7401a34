using Broker.Briefings;
using Broker.Transparency;

namespace Broker.Cli;

/// <summary>A log that was verified whole, every entry of a known kind.</summary>
/// <param name="Head">Size and root.</param>
/// <param name="Releases">How many entries are releases.</param>
internal sealed record VerifiedLog(TreeHead Head, int Releases)
{
    /// <summary>Reads a whole copy; one that does not verify, or has an entry of no known kind, is an expected no.</summary>
    public static VerifiedLog Read(LogMirror mirror)
        => Read(mirror, (index, entry) => LogEntry.TryParse(entry, mirror.Checkpoint.Origin, out var parsed, out _) ? parsed?.Kind : null);

    /// <inheritdoc cref="Read(LogMirror)"/>
    /// <param name="mirror">The copy.</param>
    /// <param name="read">Gets every entry; what it gathers counts once this has returned.</param>
    public static VerifiedLog Read(LogMirror mirror, EntryReader read)
    {
        var releases = 0;
        long unknown = -1;
        mirror.Verify((index, entry) =>
        {
            var kind = read(index, entry);
            unknown = unknown < 0 && kind is null ? index : unknown;
            releases += kind == LogEntryKind.Release ? 1 : 0;
        });
        return unknown < 0 ? new VerifiedLog(mirror.Head, releases) : throw CommandFailure.No($"the log verifies, but entry {unknown} is of no known kind");
    }
}
