using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Orleans.Storage;

namespace Engine.Parity.Hosting;

/// <summary>Keeps states as JSON with a counter as version; it outlives the silos of a run.</summary>
public sealed class MemoryGrainStorage : IGrainStorage
{
    public const string Name = "memory";

    private readonly ConcurrentDictionary<(string Name, string Grain), (int Version, string Json)> _rows = new();

    /// <summary>Writes behind the grain's back.</summary>
    public void Overwrite<T>(string name, string grain, T state) => _rows.AddOrUpdate(
        (name, grain), _ => (1, JsonSerializer.Serialize(state)), (_, old) => (old.Version + 1, JsonSerializer.Serialize(state)));

    public int RowsOf(string grain) => _rows.Keys.Count(key => key.Grain == grain);

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (_rows.TryGetValue((stateName, grainId.ToString()), out var row))
        {
            grainState.State = JsonSerializer.Deserialize<T>(row.Json)!;
            grainState.ETag = Text(row.Version);
            grainState.RecordExists = true;
        }

        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = (stateName, grainId.ToString());
        var stored = _rows.TryGetValue(key, out var row) ? row.Version : 0;
        if ((grainState.ETag ?? "0") != Text(stored))
        {
            throw new InconsistentStateException("another version is stored", Text(stored), grainState.ETag);
        }

        _rows[key] = (stored + 1, JsonSerializer.Serialize(grainState.State));
        grainState.ETag = Text(stored + 1);
        grainState.RecordExists = true;
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        _rows.TryRemove((stateName, grainId.ToString()), out _);
        grainState.ETag = null;
        grainState.RecordExists = false;
        grainState.State = Activator.CreateInstance<T>();
        return Task.CompletedTask;
    }

    private static string Text(int version) => version.ToString(CultureInfo.InvariantCulture);
}
