using Orleans.Runtime;

namespace Orleans;

/// <summary>The base of all grain interfaces. This engine activates only those with a string key.</summary>
public interface IGrain : IAddressable;
