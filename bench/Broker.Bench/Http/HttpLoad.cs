using System.Diagnostics;
using System.Net.Sockets;

namespace Broker.Bench.Http;

/// <summary>Sends prepared requests over so many connections at once, until none is left or the time is over.</summary>
internal static class HttpLoad
{
    // After the time is over: what has no answer by then failed.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <param name="server">Where to.</param>
    /// <param name="lanes">Connections, each with one request on its way.</param>
    /// <param name="requests">Whole requests, head and body; each is sent once.</param>
    /// <param name="time">No request is sent later than this, and no answer after it counts for the rate.</param>
    /// <param name="counts">What an answer of status 200 counts for; 0 makes it a failure.</param>
    /// <param name="progress">Told of each answer what all good ones count for so far.</param>
    internal static async Task<LoadResult> RunAsync(
        Uri server, int lanes, IReadOnlyList<byte[]> requests, TimeSpan time, Func<ReadOnlyMemory<byte>, int> counts, Action<long>? progress = null)
    {
        HttpLane[] connections = [.. Enumerable.Range(0, lanes).Select(_ => new HttpLane())];
        await Task.WhenAll(connections.Select(lane => lane.ConnectAsync(server)));
        var run = new Run(requests, time, counts, progress);
        LaneTally[] tallies = await run.AllAsync(connections);
        Answer[] answers = [.. tallies.SelectMany(tally => tally.Answers)];
        int failed = tallies.Sum(tally => tally.Failed);

        // All requests were sent and answered, or the time was over before: then it is the time that counts.
        TimeSpan last = answers.Length == 0 ? time : answers.Max(answer => answer.At);
        TimeSpan counted = last > time ? time : last;
        return new LoadResult(
            answers.Length, failed, answers.Where(answer => answer.At <= counted).Sum(answer => (long)answer.Counts), counted.TotalSeconds,
            [.. answers.Select(answer => answer.Wait).Concat(tallies.SelectMany(tally => tally.FailedWaits)).Order()])
        {
            Late = answers.Where(answer => answer.At > counted).Sum(answer => (long)answer.Counts),
        };
    }

    private readonly record struct Answer(TimeSpan At, TimeSpan Wait, int Counts);

    private sealed class Run(IReadOnlyList<byte[]> requests, TimeSpan time, Func<ReadOnlyMemory<byte>, int> counts, Action<long>? progress)
    {
        private readonly long began = Stopwatch.GetTimestamp();
        private int next = -1;
        private long done;

        internal async Task<LaneTally[]> AllAsync(HttpLane[] lanes)
        {
            Task<LaneTally[]> all = Task.WhenAll(lanes.Select(lane => Task.Run(() => SendAsync(lane))));
            if (await Task.WhenAny(all, Task.Delay(time + Patience)) != all)
            {
                Array.ForEach(lanes, lane => lane.Dispose()); // whoever waits hears of it, and counts it as failed
            }

            LaneTally[] tallies = await all;
            Array.ForEach(lanes, lane => lane.Dispose());
            return tallies;
        }

        // A connection that breaks ends its lane: what it had on its way failed, and one failure is one too many.
        private async Task<LaneTally> SendAsync(HttpLane lane)
        {
            var tally = new LaneTally();
            while (Stopwatch.GetElapsedTime(began) < time && Interlocked.Increment(ref next) is var index && index < requests.Count)
            {
                long sent = Stopwatch.GetTimestamp();
                try
                {
                    (int status, ReadOnlyMemory<byte> body) = await lane.SendAsync(requests[index]);
                    Count(tally, sent, status == 200 ? counts(body) : 0);
                }
                catch (Exception fault) when (fault is SocketException or IOException or ObjectDisposedException)
                {
                    Count(tally, sent, 0);
                    break;
                }
            }

            return tally;
        }

        private void Count(LaneTally tally, long sent, int count)
        {
            TimeSpan wait = Stopwatch.GetElapsedTime(sent);
            if (count == 0)
            {
                tally.FailedWaits.Add(wait);
                return;
            }

            tally.Answers.Add(new Answer(Stopwatch.GetElapsedTime(began), wait, count));
            progress?.Invoke(Interlocked.Add(ref done, count));
        }
    }

    private sealed class LaneTally
    {
        internal List<Answer> Answers { get; } = [];

        internal List<TimeSpan> FailedWaits { get; } = [];

        internal int Failed => FailedWaits.Count;
    }
}
