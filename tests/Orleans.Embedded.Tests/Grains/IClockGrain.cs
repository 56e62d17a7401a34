namespace Orleans.Embedded.Tests.Grains;

[Alias("test.clock")]
public interface IClockGrain : IGrainWithStringKey
{
    Task StartAsync(TimeSpan due, TimeSpan period, bool interleave, bool keepAlive);

    Task StopAsync();

    /// <returns>The ticks that ran while this request waited for the gate.</returns>
    Task<int> HoldAsync(string gate);
}
