namespace Orleans.Embedded.Tests.Grains;

[Alias("test.alarm")]
public interface IAlarmGrain : IGrainWithStringKey
{
    /// <summary>The type of the exception, or nothing.</summary>
    Task<string> RegisterAsync(string name, TimeSpan due, TimeSpan period);

    Task<string> UnregisterAsync(string name);

    /// <summary>Registers from a thread that is not the grain's.</summary>
    Task<string> RegisterOutsideAsync();

    Task LeaveAsync();
}
