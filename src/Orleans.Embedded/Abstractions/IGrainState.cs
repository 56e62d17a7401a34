namespace Orleans;

/// <summary>What a storage provider reads and writes for one grain and state name.</summary>
public interface IGrainState<T>
{
    T State { get; set; }

    /// <summary>The version that the provider gave; null before the first read or write.</summary>
    string? ETag { get; set; }

    bool RecordExists { get; set; }
}
