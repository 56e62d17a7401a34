using System.Globalization;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Orleans.Embedded.Tests.Harness;

/// <summary>Keeps reminders in memory, over the hosts of a test.</summary>
public sealed class MemoryReminderStore : IReminderStore
{
    // Guards the rows and the counter.
    private readonly Lock _lock = new();
    private readonly List<StoredReminder> _rows = [];
    private int _lastVersion;

    public bool Fails { get; set; }

    public int Rows
    {
        get
        {
            lock (_lock)
            {
                return _rows.Count;
            }
        }
    }

    public Task<IReadOnlyList<StoredReminder>> ReadAllAsync(CancellationToken token) => Where(_ => true);

    public Task<IReadOnlyList<StoredReminder>> ReadAsync(GrainId grain) => Where(row => row.Grain == grain);

    public async Task<StoredReminder?> ReadAsync(GrainId grain, string name) =>
        (await Where(row => row.Grain == grain && row.Name == name)).SingleOrDefault();

    public Task<string> WriteAsync(StoredReminder reminder)
    {
        if (Fails)
        {
            throw new IOException("the disk is gone");
        }

        lock (_lock)
        {
            _rows.RemoveAll(row => row.Grain == reminder.Grain && row.Name == reminder.Name);
            _rows.Add(reminder with { Version = (++_lastVersion).ToString(CultureInfo.InvariantCulture) });
            return Task.FromResult(_rows[^1].Version);
        }
    }

    public Task<bool> RemoveAsync(GrainId grain, string name, string version)
    {
        lock (_lock)
        {
            return Task.FromResult(_rows.RemoveAll(row => row.Grain == grain && row.Name == name && row.Version == version) > 0);
        }
    }

    private Task<IReadOnlyList<StoredReminder>> Where(Predicate<StoredReminder> wanted)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<StoredReminder>>(_rows.FindAll(wanted));
        }
    }
}
