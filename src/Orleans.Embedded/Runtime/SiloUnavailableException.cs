namespace Orleans.Runtime;

/// <summary>
/// The silo cannot be reached, is stopping, or the connection broke while the call was under way. In the last case the call
/// may have been carried out: only an idempotent call may be repeated blindly.
/// </summary>
[GenerateSerializer]
[Alias("orleans.silo-unavailable")]
public sealed class SiloUnavailableException : OrleansException
{
    public SiloUnavailableException()
        : base("the silo is not available")
    {
    }
}
