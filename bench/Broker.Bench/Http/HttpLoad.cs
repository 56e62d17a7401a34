using System.Diagnostics;

namespace Broker.Bench.Http;

/// <summary>Sends prepared requests over so many connections at once, until none is left or the time is over.</summary>
internal static class HttpLoad
{
    /// <param name="server">Where to.</param>
    /// <param name="lanes">Connections, each with one request on its way.</param>
    /// <param name="requests">Whole requests, head and body; each is sent once.</param>
    /// <param name="time">No request is sent later than this.</param>
    /// <param name="counts">What an answer of status 200 counts for; 0 makes it a failure.</param>
    internal static async Task<LoadResult> RunAsync(
        Uri server, int lanes, IReadOnlyList<byte[]> requests, TimeSpan time, Func<ReadOnlyMemory<byte>, int> counts)
    {
        HttpLane[] connections = [.. Enumerable.Range(0, lanes).Select(_ => new HttpLane())];
        await Task.WhenAll(connections.Select(lane => lane.ConnectAsync(server)));
        int next = -1;
        long began = Stopwatch.GetTimestamp();
        LaneTally[] tallies = await Task.WhenAll(connections.Select(lane => Task.Run(() => SendAsync(lane, time, () => Interlocked.Increment(ref next), requests, counts))));
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        foreach (HttpLane lane in connections)
        {
            lane.Dispose();
        }

        TimeSpan[] waits = [.. tallies.SelectMany(tally => tally.Waits).Order()];
        int failed = tallies.Sum(tally => tally.Failed);
        return new LoadResult(waits.Length - failed, failed, tallies.Sum(tally => tally.Done), seconds, waits);
    }

    private static async Task<LaneTally> SendAsync(
        HttpLane lane, TimeSpan time, Func<int> next, IReadOnlyList<byte[]> requests, Func<ReadOnlyMemory<byte>, int> counts)
    {
        var tally = new LaneTally();
        long began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < time && next() is var index && index < requests.Count)
        {
            long sent = Stopwatch.GetTimestamp();
            (int status, ReadOnlyMemory<byte> body) = await lane.SendAsync(requests[index]);
            tally.Waits.Add(Stopwatch.GetElapsedTime(sent));
            int done = status == 200 ? counts(body) : 0;
            tally.Done += done;
            tally.Failed += done == 0 ? 1 : 0;
        }

        return tally;
    }

    private sealed class LaneTally
    {
        internal List<TimeSpan> Waits { get; } = [];

        internal long Done { get; set; }

        internal int Failed { get; set; }
    }
}
