using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>The stored version is not the one that the writer had read. The activation that let it escape ends.</summary>
[GenerateSerializer]
[Alias("orleans.inconsistent-state")]
public class InconsistentStateException : OrleansException
{
    private const string Text = "the stored state has another version";

    // For reading one off the wire; Orleans has no such constructor, so grain code may not use it.
    internal InconsistentStateException(string? storedEtag, string? currentEtag)
        : base(Text)
    {
        StoredEtag = storedEtag;
        CurrentEtag = currentEtag;
    }

    public InconsistentStateException(string errorMsg, string? storedEtag, string? currentEtag)
        : base(errorMsg)
    {
        StoredEtag = storedEtag;
        CurrentEtag = currentEtag;
    }

    public InconsistentStateException(string errorMsg, string? storedEtag, string? currentEtag, Exception? storageException)
        : base(errorMsg, storageException)
    {
        StoredEtag = storedEtag;
        CurrentEtag = currentEtag;
    }

    [Id(0)]
    public string? StoredEtag { get; }

    [Id(1)]
    public string? CurrentEtag { get; }
}
