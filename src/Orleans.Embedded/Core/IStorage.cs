namespace Orleans.Core;

/// <summary>The state operations that do not depend on the state's type.</summary>
public interface IStorage
{
    string? Etag { get; }

    bool RecordExists { get; }

    Task ReadStateAsync();

    Task ReadStateAsync(CancellationToken cancellationToken) => ReadStateAsync();

    /// <exception cref="Storage.InconsistentStateException">Somebody else wrote since the last read; the activation ends.</exception>
    Task WriteStateAsync();

    Task WriteStateAsync(CancellationToken cancellationToken) => WriteStateAsync();

    Task ClearStateAsync();

    Task ClearStateAsync(CancellationToken cancellationToken) => ClearStateAsync();
}
