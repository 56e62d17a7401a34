namespace Orleans;

/// <summary>
/// Runs around every call in the silo, on the grain's own scheduler, in the order of registration
/// (<c>services.AddSingleton&lt;IIncomingGrainCallFilter, …&gt;()</c>).
/// </summary>
public interface IIncomingGrainCallFilter
{
    Task Invoke(IIncomingGrainCallContext context);
}
