using System.Collections.Concurrent;

namespace Engine.Parity;

/// <summary>What grains and filters report to the probes around the engine (all run in one process), and gates that probes open for them.</summary>
public static class Journal
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly ConcurrentDictionary<string, ConcurrentQueue<string>> Pages = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, TaskCompletionSource> Gates = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, object> Objects = new(StringComparer.Ordinal);

    public static void Add(string page, string line) => Pages.GetOrAdd(page, _ => new()).Enqueue(line);

    public static IReadOnlyList<string> Lines(string page) => Pages.TryGetValue(page, out var lines) ? [.. lines] : [];

    public static void Keep(string name, object value) => Objects[name] = value;

    public static object? Kept(string name) => Objects.GetValueOrDefault(name);

    public static Task Gate(string name) => Source(name).Task;

    public static void Open(string name) => Source(name).TrySetResult();

    /// <summary>Waits until the page has that many lines; false when it does not come to it.</summary>
    public static async Task<bool> Until(string page, int count)
    {
        var from = TimeProvider.System.GetTimestamp();
        while (Lines(page).Count < count)
        {
            if (TimeProvider.System.GetElapsedTime(from) > Patience)
            {
                return false;
            }

            await Task.Delay(10);
        }

        return true;
    }

    private static TaskCompletionSource Source(string name) =>
        Gates.GetOrAdd(name, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
