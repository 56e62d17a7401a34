using Orleans.Runtime;

namespace Orleans.Hosting;

/// <summary>Keeps the reminders of a silo durably; one writer. Registered as a singleton by a host whose grains have reminders.</summary>
public interface IReminderStore
{
    Task<IReadOnlyList<StoredReminder>> ReadAllAsync(CancellationToken token);

    Task<IReadOnlyList<StoredReminder>> ReadAsync(GrainId grain);

    Task<StoredReminder?> ReadAsync(GrainId grain, string name);

    /// <summary>Keeps it in the place of one of the same grain and name.</summary>
    /// <returns>Its new version, which no earlier one had.</returns>
    Task<string> WriteAsync(StoredReminder reminder);

    /// <returns>False when there is none, or it has another version.</returns>
    Task<bool> RemoveAsync(GrainId grain, string name, string version);
}
