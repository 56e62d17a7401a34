using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Embedded.Tests.Harness;

/// <summary>Keeps states as JSON with a counter as version.</summary>
public sealed class MemoryGrainStorage : IGrainStorage
{
    private readonly ConcurrentDictionary<(string Name, GrainId Grain), (int Version, string Json)> _rows = new();

    public bool Fails { get; set; }

    public int Rows => _rows.Count;

    /// <summary>Writes behind the grain's back.</summary>
    public void Overwrite<T>(string name, GrainId grain, T state) =>
        _rows.AddOrUpdate((name, grain), _ => (1, JsonSerializer.Serialize(state)), (_, old) => (old.Version + 1, JsonSerializer.Serialize(state)));

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (Fails)
        {
            throw new IOException("the disk is gone");
        }

        if (_rows.TryGetValue((stateName, grainId), out var row))
        {
            grainState.State = JsonSerializer.Deserialize<T>(row.Json)!;
            grainState.ETag = Text(row.Version);
            grainState.RecordExists = true;
        }

        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var stored = _rows.TryGetValue((stateName, grainId), out var row) ? row.Version : 0;
        if ((grainState.ETag ?? "0") != Text(stored))
        {
            throw new InconsistentStateException(Text(stored), grainState.ETag);
        }

        _rows[(stateName, grainId)] = (stored + 1, JsonSerializer.Serialize(grainState.State));
        grainState.ETag = Text(stored + 1);
        grainState.RecordExists = true;
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        _rows.TryRemove((stateName, grainId), out _);
        grainState.ETag = null;
        grainState.RecordExists = false;
        grainState.State = Activator.CreateInstance<T>();
        return Task.CompletedTask;
    }

    private static string Text(int version) => version.ToString(CultureInfo.InvariantCulture);
}
