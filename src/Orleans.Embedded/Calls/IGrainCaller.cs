namespace Orleans.Calls;

/// <summary>Carries a call to its grain: in process, or over the socket.</summary>
internal interface IGrainCaller
{
    /// <summary>
    /// Copies or writes the arguments before it returns, so that the caller may change them afterwards. The order of calls made
    /// by one caller to one grain is kept.
    /// </summary>
    Task<object?> CallAsync(GrainMethod method, string key, object?[] arguments, CancellationToken token);
}
