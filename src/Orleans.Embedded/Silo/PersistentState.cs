using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Silo;

/// <summary>A grain's state over its storage provider.</summary>
internal sealed class PersistentState<TState>(string name, GrainId grain, IGrainStorage storage)
    : IPersistentState<TState>, IGrainState<TState>, IActivationState
{
    public TState State { get; set; } = Activator.CreateInstance<TState>();

    public string? ETag { get; set; }

    public bool RecordExists { get; set; }

    public string? Etag => ETag;

    public Task ReadStateAsync() => storage.ReadStateAsync(name, grain, this);

    public Task WriteStateAsync() => storage.WriteStateAsync(name, grain, this);

    public Task ClearStateAsync() => storage.ClearStateAsync(name, grain, this);
}
