using System.Collections.Concurrent;

namespace Orleans.Embedded.Tests.Harness;

/// <summary>What grains report to the test around the engine, and gates that the test opens for them.</summary>
public sealed class Journal
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _gates = new();
    private readonly ConcurrentDictionary<string, int> _counts = new();

    public object? Received { get; set; }

    public int Count(string name) => _counts.GetValueOrDefault(name);

    public int Add(string name) => _counts.AddOrUpdate(name, 1, (_, n) => n + 1);

    public Task Gate(string name) => Source(name).Task;

    public void Open(string name) => Source(name).TrySetResult();

    public async Task Until(string name, int count)
    {
        var limit = TimeSpan.FromSeconds(20);
        var from = TimeProvider.System.GetTimestamp();
        while (Count(name) < count)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(from) < limit, $"`{name}` stayed at {Count(name)} of {count}");
            await Task.Delay(5);
        }
    }

    private TaskCompletionSource Source(string name) =>
        _gates.GetOrAdd(name, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
