using System.Globalization;
using Broker.Briefings;

namespace Broker.Cli;

/// <summary>Finds a release by what auditors call it.</summary>
internal static class AuditReleases
{
    /// <summary>The entries of the releases that a name means: an index, a hash, or <c>CAF/2014-01/final</c> with or without <c>/tier</c>.</summary>
    /// <exception cref="CommandFailure">The index has none of that name.</exception>
    public static IReadOnlySet<long> Find(IEnumerable<AuditRow> rows, string name)
    {
        HashSet<long> found = [];
        var unknown = 0;
        foreach (var row in rows.Where(row => row.Kind == LogEntryKinds.Word(LogEntryKind.Release)))
        {
            if (IsNamed(row, name))
            {
                found.Add(row.Index);
            }
            else if (row.Facts == AuditFactsState.NotKept)
            {
                unknown++;
            }
        }

        return found.Count > 0 ? found
            : throw CommandFailure.No(unknown == 0
                ? "no release in the index has this index, name or hash"
                : string.Create(CultureInfo.InvariantCulture, $"no release in the index has this index, name or hash; the facts of {unknown} releases are not kept: name those by their entry's index"));
    }

    private static bool IsNamed(AuditRow row, string name) =>
        row.Index.ToString(CultureInfo.InvariantCulture) == name
        || AuditQuery.IsHashOf(row, name)
        || (row.Facts == AuditFactsState.Checked
            && ($"{row.Country}/{row.Period}/{row.Vintage}" == name || $"{row.Country}/{row.Period}/{row.Vintage}/{row.Tier}" == name));
}
