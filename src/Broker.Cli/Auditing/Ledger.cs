using System.Globalization;
using Broker.Briefings;
using Broker.Transparency;

namespace Broker.Cli;

/// <summary>Every release that a depositor's records entered, as the depositor found it in the verified log.</summary>
/// <param name="Head">The log that was verified whole.</param>
/// <param name="Cosigners">Witnesses of the trust file that cosigned its checkpoint, and when.</param>
/// <param name="Scanned">Release entries that were searched for the depositor's slot.</param>
/// <param name="Releases">Those with one, in the order of the log.</param>
/// <param name="IsOffline">No opening was asked for.</param>
internal sealed record Ledger(TreeHead Head, IReadOnlyList<string> Cosigners, int Scanned, IReadOnlyList<LedgerRelease> Releases, bool IsOffline = false)
{
    public long LogSize => Head.Size;

    /// <summary>The ledger for people, one line a release.</summary>
    public IEnumerable<string> Lines()
    {
        yield return string.Create(CultureInfo.InvariantCulture, $"log verified: {LogSize} entries, {Scanned} of them releases");
        if (Releases.Count == 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"none so far: no release in the verified log has a slot of yours; this holds for the log of {LogSize} entries with root {Head.Root}, {Signed}");
        }

        foreach (var (index, opening) in Releases)
        {
            yield return opening is null
                ? string.Create(CultureInfo.InvariantCulture, $"entry {index}: a release that your records entered; {(IsOffline ? "its opening is not asked for offline" : "its opening is no longer kept, as when all of them were withdrawn or have expired since")}")
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"entry {index}: {opening.Country} {opening.Period}, tier {opening.Tier}, for {opening.Audience}, {opening.Threshold} sources at least, revision {opening.Revision}: {Own(opening)}");
        }
    }

    /// <summary>The ledger as the JSON document <c>ledger/1</c>.</summary>
    public object Document() => new
    {
        kind = "ledger/1",
        log = new { size = LogSize, root = Head.Root.ToString(), cosigners = Cosigners, releases = Scanned },
        releases = Releases.Select(release => new
        {
            entry = release.Index,
            opening = release.Opening is not null ? "kept" : IsOffline ? "not-asked-for" : "not-kept",
            country = release.Opening?.Country,
            period = release.Opening?.Period,
            tier = release.Opening?.Tier,
            audience = release.Opening?.Audience,
            threshold = release.Opening?.Threshold,
            revision = release.Opening?.Revision.ToString(),
            records = release.Opening?.Records.Select(record => record.ToString()),
            gone = release.Opening?.Gone,
        }),
    };

    /// <summary>The records that entered releases of a period, as openings name them.</summary>
    public IReadOnlySet<string> RecordsIn(string period)
        => Releases.Where(release => release.Opening?.Period == period).SelectMany(release => release.Opening!.Records)
            .Select(record => record.ToString()).ToHashSet(StringComparer.Ordinal);

    private string Signed => Cosigners.Count == 0 ? "signed by the log alone: nobody else vouches that others see the same log" : "cosigned by " + string.Join(", ", Cosigners);

    private static string Own(SlotOpening opening) => opening.Gone == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{opening.Lines.Count} of your records")
        : string.Create(CultureInfo.InvariantCulture, $"{opening.Lines.Count} of your records, {opening.Gone} withdrawn or expired since");
}
