namespace Orleans.Core;

/// <summary>A state and its operations.</summary>
public interface IStorage<TState> : IStorage
{
    TState State { get; set; }
}
