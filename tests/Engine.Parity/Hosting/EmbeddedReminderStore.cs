#if !ENGINE_ORLEANS
using Orleans.Hosting;

namespace Engine.Parity.Hosting;

/// <summary>The rows as the embedded engine sees them.</summary>
internal sealed class EmbeddedReminderStore(ReminderRows rows) : IReminderStore
{
    public Task<IReadOnlyList<StoredReminder>> ReadAllAsync(CancellationToken token) => Read(_ => true);

    public Task<IReadOnlyList<StoredReminder>> ReadAsync(GrainId grain) => Read(row => row.Grain == grain);

    public async Task<StoredReminder?> ReadAsync(GrainId grain, string name) =>
        (await Read(row => row.Grain == grain && row.Name == name)).SingleOrDefault();

    public Task<string> WriteAsync(StoredReminder reminder) =>
        Task.FromResult(rows.Put(new ReminderRow(reminder.Grain, reminder.Name, reminder.Start, reminder.Period, reminder.Version)));

    public Task<bool> RemoveAsync(GrainId grain, string name, string version) => Task.FromResult(rows.Remove(grain, name, version));

    private Task<IReadOnlyList<StoredReminder>> Read(Func<ReminderRow, bool> wanted) => Task.FromResult<IReadOnlyList<StoredReminder>>(
        [.. rows.Where(wanted).Select(row => new StoredReminder(row.Grain, row.Name, row.Start, row.Period, row.Version))]);
}
#endif
