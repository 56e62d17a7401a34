namespace Orleans.Runtime;

/// <summary>A limit of the engine (requests queued at one grain, size of a message) stood against the call; it was not carried out.</summary>
[GenerateSerializer]
[Alias("orleans.limit-exceeded")]
public sealed class LimitExceededException(string limit) : OrleansException($"the limit `{limit}` was exceeded")
{
    internal const string QueueLength = "requests queued at one grain";
    internal const string MessageSize = "message size";
    internal const string MessageDepth = "message depth";

    [Id(0)]
    public string Limit { get; } = limit;
}
