namespace Orleans.Runtime;

/// <summary>
/// A grain failed with an exception that may not cross, because its message can carry content. Only the type's name crosses.
/// </summary>
[GenerateSerializer]
[Alias("orleans.call-failed")]
public sealed class GrainCallFailedException(string failureType) : OrleansException($"a grain call failed with `{failureType}`")
{
    /// <summary>The full name of the type that was thrown, or a reason of the engine in lower case.</summary>
    [Id(0)]
    public string FailureType { get; } = failureType;

    internal const string UnknownMethod = "unknown grain method";
    internal const string MalformedRequest = "malformed request";
    internal const string MalformedResponse = "malformed response";
    internal const string InvalidKey = "invalid grain key";
}
