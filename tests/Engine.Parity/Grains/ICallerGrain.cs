namespace Engine.Parity.Grains;

/// <summary>A grain that calls others.</summary>
[Alias("parity.caller")]
public interface ICallerGrain : IGrainWithStringKey
{
    /// <summary>Sends bytes, changes them afterwards, and tells what the callee kept and what a change of the result did there.</summary>
    Task<string> CopyAsync(string callee);

    /// <summary>Whether the callee got the very object.</summary>
    Task<bool> HandOverAsync(string callee);

    /// <summary>Calls without waiting for answers, then waits for all.</summary>
    Task SendAsync(string callee, int count);

    /// <summary>Calls the other caller, which calls back.</summary>
    Task<string> CircleAsync(string other, bool back);

    Task<string> SelfAsync();

    /// <summary>What the callee saw of a value, and what this grain sees of it after the call.</summary>
    Task<string> ContextAsync(string callee, string key);

    Task<int> FanOutAsync(int count);

    Task<string> PingAsync();
}
