using System.Globalization;

namespace Engine.Parity.Hosting;

/// <summary>The reminders of a run as rows; they outlive its silos. Each engine has its own view of them.</summary>
public sealed class ReminderRows
{
    // Guards the rows and the counter.
    private readonly Lock _lock = new();
    private readonly Dictionary<(GrainId Grain, string Name), ReminderRow> _rows = [];
    private int _lastVersion;

    public IReadOnlyList<ReminderRow> Where(Func<ReminderRow, bool> wanted)
    {
        lock (_lock)
        {
            return [.. _rows.Values.Where(wanted)];
        }
    }

    public string Put(ReminderRow row)
    {
        lock (_lock)
        {
            var version = (++_lastVersion).ToString(CultureInfo.InvariantCulture);
            _rows[(row.Grain, row.Name)] = row with { Version = version };
            return version;
        }
    }

    public bool Remove(GrainId grain, string name, string? version)
    {
        lock (_lock)
        {
            return _rows.TryGetValue((grain, name), out var row) && row.Version == version && _rows.Remove((grain, name));
        }
    }
}
