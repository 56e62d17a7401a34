namespace Broker.Faults.Power;

/// <summary>The recording of a silo that would sync less.</summary>
internal static class SyncFilter
{
    public const string Database = "broker.db";
    public const string Log = "broker.db-wal";

    public static IReadOnlyList<DiskEvent> Apply(IReadOnlyList<DiskEvent> events, SyncRule rule)
    {
        var kept = new List<DiskEvent>(events.Count);
        for (int i = 0; i < events.Count; i++)
        {
            bool isSync = events[i].Kind is DiskEventKind.SyncBegin or DiskEventKind.SyncEnd && events[i].Name is Database or Log;
            if (!isSync || rule == SyncRule.AsRecorded || (rule == SyncRule.AsNormal && IsOfCheckpoint(events, i)))
            {
                kept.Add(events[i]);
            }
        }

        return kept;
    }

    private static bool IsOfCheckpoint(IReadOnlyList<DiskEvent> events, int index) =>
        events[index].Name == Database
        || events.Skip(index).FirstOrDefault(step => step.Kind == DiskEventKind.Write && step.Name is Database or Log)?.Name == Database;
}
