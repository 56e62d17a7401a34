namespace Engine.Parity.Grains;

/// <summary>A grain with timers and reminders; both write what they do to the page of its key.</summary>
[Alias("parity.clock")]
public interface IClockGrain : IGrainWithStringKey
{
    Task StartTimerAsync(TimeSpan due, TimeSpan period, TimeSpan length, bool fails);

    Task StopTimerAsync();

    /// <summary>Holds the grain and tells how many ticks began meanwhile.</summary>
    Task<int> HoldAsync(TimeSpan length);

    Task LeaveAsync();

    /// <summary>The type of the exception, or nothing.</summary>
    Task<string> RegisterAsync(string name, TimeSpan due, TimeSpan period);

    Task<string> UnregisterAsync(string name);

    /// <summary>Unregisters with a handle that is older than the last registration.</summary>
    Task<string> UnregisterStaleAsync(string name, TimeSpan due, TimeSpan period);

    Task<IReadOnlyList<string>> RemindersAsync();

    Task<bool> HasReminderAsync(string name);
}
