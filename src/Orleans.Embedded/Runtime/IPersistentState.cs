using Orleans.Core;

namespace Orleans.Runtime;

/// <summary>A grain's named state, read before <c>OnActivateAsync</c>; taken as a constructor parameter.</summary>
public interface IPersistentState<TState> : IStorage<TState>;
