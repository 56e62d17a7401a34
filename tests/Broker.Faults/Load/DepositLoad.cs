using System.Collections.Concurrent;
using Broker.Cli;
using Broker.Faults.Scene;

namespace Broker.Faults.Load;

/// <summary>
/// Depositors at work: each lane sends one deposit after the other, and one that got no receipt again, the same bytes under the same key, until it has one.
/// </summary>
internal sealed class DepositLoad : IAsyncDisposable
{
    private const int TooOld = 401;
    private const int TooMany = 429;
    private const int Unavailable = 503;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly DepositSender sender;
    private readonly CancellationTokenSource stopping = new();
    private readonly List<Task> lanes = [];
    private readonly ConcurrentQueue<SealedDeposit> unanswered = new();
    private readonly ConcurrentDictionary<string, DateTimeOffset> firstSent = new(StringComparer.Ordinal); // of those without a receipt
    private volatile TaskCompletionSource<Acknowledged>? next;
    private long nextAfter; // ticks; written before `next`, read after it

    private DepositLoad(DepositSender sender) => this.sender = sender;

    public AckBook Book { get; } = new();

    /// <summary>Every answer that was no receipt: when it was sent, and what came back.</summary>
    public ConcurrentQueue<(DateTimeOffset Sent, Answer Answer)> Refused { get; } = new();

    /// <summary>Answers to which a depositor's tool would give up: neither a broken connection, nor a clock's refusal, nor "try again".</summary>
    public int Final => Refused.Count(one => one.Answer.Status is not (0 or TooOld or TooMany or Unavailable));

    public DepositSender Sender => sender;

    public static DepositLoad Start(Installation broker, int lanesEach)
    {
        var load = new DepositLoad(new DepositSender(broker.Url));
        foreach (Member member in broker.Depositors)
        {
            var maker = new DepositMaker(broker, member);
            for (int i = 0; i < lanesEach; i++)
            {
                load.lanes.Add(Task.Run(() => load.RunAsync(maker)));
            }
        }

        return load;
    }

    /// <summary>The first receipt for what is sent from now on.</summary>
    public Task<Acknowledged> NextAsync()
    {
        var waiting = new TaskCompletionSource<Acknowledged>(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref nextAfter, TimeProvider.System.GetUtcNow().UtcTicks);
        next = waiting;
        return waiting.Task;
    }

    /// <summary>Ends the lanes once each has had an answer to what it sent; what has no receipt stays unanswered.</summary>
    public async Task StopAsync()
    {
        await stopping.CancelAsync();
        await Task.WhenAll(lanes);
    }

    /// <summary>After the end: sends everything once more that has no receipt, and says how many still have none.</summary>
    public async Task<int> ResendAsync(int tries)
    {
        for (int i = 0; i < tries && !unanswered.IsEmpty; i++)
        {
            for (int left = unanswered.Count; left > 0 && unanswered.TryDequeue(out SealedDeposit? deposit); left--)
            {
                if (!await SendAsync(deposit))
                {
                    unanswered.Enqueue(deposit);
                    await Task.Delay(Pause);
                }
            }
        }

        return unanswered.Count;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        sender.Dispose();
        stopping.Dispose();
    }

    private async Task RunAsync(DepositMaker maker)
    {
        while (!stopping.IsCancellationRequested)
        {
            SealedDeposit deposit = maker.Next();
            while (!await SendAsync(deposit))
            {
                if (stopping.IsCancellationRequested)
                {
                    unanswered.Enqueue(deposit);
                    return;
                }

                await Task.Delay(Pause);
            }
        }
    }

    private async Task<bool> SendAsync(SealedDeposit deposit)
    {
        DateTimeOffset sent = TimeProvider.System.GetUtcNow();
        DateTimeOffset first = firstSent.GetOrAdd(deposit.Record, sent);
        Answer answer = await sender.SendAsync(deposit);
        if (DepositSender.Receipt(deposit, answer) is not { } receipt)
        {
            Refused.Enqueue((sent, answer));
            return false;
        }

        var acknowledged = new Acknowledged(deposit, receipt, first, TimeProvider.System.GetUtcNow());
        firstSent.TryRemove(deposit.Record, out _);
        Book.Add(acknowledged);
        if (next is { } waiting && sent.UtcTicks > Volatile.Read(ref nextAfter))
        {
            waiting.TrySetResult(acknowledged);
        }

        return true;
    }
}
