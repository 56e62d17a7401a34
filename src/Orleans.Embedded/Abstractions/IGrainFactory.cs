namespace Orleans;

/// <summary>Makes references to grains. Making one sends nothing.</summary>
public interface IGrainFactory
{
    /// <param name="primaryKey">
    /// At most 512 characters. Its text up to the first <c>/</c> must hold a character outside 0-9a-fA-F, because Orleans'
    /// relational storage can mix rows of keys that look like hexadecimal numbers; otherwise <see cref="ArgumentException"/>.
    /// </param>
    /// <param name="grainClassNamePrefix">Only null: each interface has exactly one grain class here.</param>
    TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey;
}
