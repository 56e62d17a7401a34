using Orleans.Embedded.Tests.Harness;
using Orleans.Runtime;

namespace Orleans.Embedded.Tests.Grains;

[GrainType("test.probe")]
public sealed class ProbeGrain(Journal journal) : Grain, IProbeGrain
{
    private readonly List<int> _numbers = [];
    private byte[] _kept = [];
    private int _inside;
    private bool _cancelled;
    private int _activation;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _activation = journal.Add("activated " + this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        journal.Add($"{reason.ReasonCode} {this.GetPrimaryKeyString()}");
        return Task.CompletedTask;
    }

    public async Task AppendAsync(int number)
    {
        var count = _numbers.Count;
        await Task.Yield();
        Assert.Equal(count, _numbers.Count);
        _numbers.Add(number);
    }

    public Task<IReadOnlyList<int>> NumbersAsync() => Task.FromResult<IReadOnlyList<int>>(_numbers);

    public async Task<bool> OverlapsAsync(int rounds)
    {
        // Many continuations of one turn: were they not on the grain's own scheduler, two would be inside at once.
        var parts = await Task.WhenAll(Enumerable.Range(0, rounds).Select(_ => PartAsync()));
        return parts.Any(overlapped => overlapped);
    }

    public Task<byte[]> KeepAsync(byte[] bytes)
    {
        _kept = bytes;
        return Task.FromResult(_kept);
    }

    public Task<byte[]> KeptAsync() => Task.FromResult(_kept);

    public Task<byte[]> HandOverAsync(byte[] bytes)
    {
        journal.Received = bytes;
        return Task.FromResult(bytes);
    }

    public Task<Letter> EchoAsync(Letter letter)
    {
        journal.Received = letter;
        return Task.FromResult(letter);
    }

    public async Task ThrowPlainAsync(string secret)
    {
        await Task.Yield();
        throw new InvalidOperationException(secret);
    }

    public Task ThrowTypedAsync(int code) => throw new RefusedException(code);

    public async Task<bool> WaitAsync(CancellationToken token)
    {
        journal.Add("waiting");
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
        }
        catch (OperationCanceledException)
        {
            _cancelled = true;
        }

        return _cancelled;
    }

    public Task<bool> WasCancelledAsync() => Task.FromResult(_cancelled);

    public Task<string?> ContextAsync(string key)
    {
        var value = RequestContext.Get(key)?.ToString();
        RequestContext.Set(key, "changed by the grain");
        return Task.FromResult(value);
    }

    public Task<int> ActivationAsync() => Task.FromResult(_activation);

    public Task LeaveAsync()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task<string> KeyAsync() => Task.FromResult(this.GetPrimaryKeyString());

    public async Task GateAsync(string name)
    {
        journal.Add("at " + name);
        await journal.Gate(name);
    }

    private async Task<bool> PartAsync()
    {
        var overlapped = false;
        for (var i = 0; i < 20; i++)
        {
            overlapped |= Interlocked.Increment(ref _inside) != 1;
            Thread.SpinWait(200);
            Interlocked.Decrement(ref _inside);
            await Task.Yield();
        }

        return overlapped;
    }
}
