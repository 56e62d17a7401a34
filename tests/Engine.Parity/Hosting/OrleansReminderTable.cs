#if ENGINE_ORLEANS
namespace Engine.Parity.Hosting;

/// <summary>The rows as Orleans sees them.</summary>
internal sealed class OrleansReminderTable(ReminderRows rows) : IReminderTable
{
    public Task StartAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task<ReminderTableData> ReadRows(GrainId grainId) => Read(row => row.Grain == grainId);

    // A range from begin (not in it) to end (in it); it goes around when it ends before it begins, and is all when they are equal.
    public Task<ReminderTableData> ReadRows(uint begin, uint end) => Read(row =>
    {
        var hash = row.Grain.GetUniformHashCode();
        return begin < end ? hash > begin && hash <= end : hash > begin || hash <= end;
    });

    public Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName) => Task.FromResult(
        rows.Where(row => row.Grain == grainId && row.Name == reminderName).Select(Entry).SingleOrDefault());

    public Task<string?> UpsertRow(ReminderEntry entry) => Task.FromResult<string?>(
        rows.Put(new ReminderRow(entry.GrainId, entry.ReminderName, entry.StartAt, entry.Period, "")));

    public Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag) => Task.FromResult(rows.Remove(grainId, reminderName, eTag));

    public Task TestOnlyClearTable() => Task.CompletedTask;

    private Task<ReminderTableData> Read(Func<ReminderRow, bool> wanted) =>
        Task.FromResult(new ReminderTableData(rows.Where(wanted).Select(Entry)));

    private static ReminderEntry Entry(ReminderRow row) => new()
    {
        GrainId = row.Grain,
        ReminderName = row.Name,
        StartAt = row.Start,
        Period = row.Period,
        ETag = row.Version,
    };
}
#endif
