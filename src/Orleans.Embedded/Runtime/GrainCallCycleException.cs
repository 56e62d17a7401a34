namespace Orleans.Runtime;

/// <summary>A grain was called by its own unfinished request, which would have waited for itself until the timeout.</summary>
[GenerateSerializer]
[Alias("orleans.call-cycle")]
public sealed class GrainCallCycleException(string chain) : OrleansException($"grain call cycle: {chain}")
{
    /// <summary>The grain types from the first caller to the repeated one; never keys.</summary>
    [Id(0)]
    public string Chain { get; } = chain;
}
