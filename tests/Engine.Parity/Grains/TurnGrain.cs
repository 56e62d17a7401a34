namespace Engine.Parity.Grains;

[GrainType("parity.turn")]
internal sealed class TurnGrain : Grain, ITurnGrain
{
    private readonly List<int> _numbers = [];
    private byte[] _kept = [];
    private int _inside;

    private string Key => this.GetPrimaryKeyString();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Journal.Add("activated " + Key, "now");
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Journal.Add("deactivated " + Key, reason.ReasonCode.ToString());
        return Task.CompletedTask;
    }

    public async Task AppendAsync(int number)
    {
        // A second request between the two would take this one's place.
        var place = _numbers.Count;
        await Task.Yield();
        _numbers.Insert(place, number);
    }

    public Task<IReadOnlyList<int>> NumbersAsync() => Task.FromResult<IReadOnlyList<int>>([.. _numbers]);

    public async Task GateAsync(string gate)
    {
        Journal.Add(gate, "begins");
        await Journal.Gate(gate);
        Journal.Add(gate, "ends");
    }

    public async Task WaitAsync(string page, CancellationToken token)
    {
        Journal.Add(page, "begins");
        try
        {
            await Task.Delay(Journal.Patience, token);
            Journal.Add(page, "nobody cancelled");
        }
        catch (OperationCanceledException)
        {
            Journal.Add(page, "sees it");
            throw;
        }
    }

    public Task NoteAsync(string page, CancellationToken token)
    {
        Journal.Add(page, token.IsCancellationRequested ? "ran, cancelled" : "ran");
        return Task.CompletedTask;
    }

    public async Task<bool> OverlapsAsync(int rounds)
    {
        var parts = await Task.WhenAll(Enumerable.Range(0, rounds).Select(_ => PartAsync()));
        return parts.Any(overlapped => overlapped);
    }

    public Task<byte[]> KeepAsync(byte[] bytes)
    {
        _kept = bytes;
        return Task.FromResult(_kept);
    }

    public Task<byte[]> KeptAsync() => Task.FromResult(_kept);

    public Task HandOverAsync(string name, [Immutable] byte[] bytes)
    {
        Journal.Keep(name, bytes);
        return Task.CompletedTask;
    }

    public Task RefuseAsync(int code) => throw new RefusedException(code);

    public async Task BreakAsync(string text)
    {
        await Task.Yield();
        throw new InvalidOperationException(text);
    }

    public Task LeaveAsync()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task<int> ActivationAsync() => Task.FromResult(Journal.Lines("activated " + Key).Count);

    public Task<string?> ContextAsync(string key)
    {
        var value = RequestContext.Get(key) as string;
        RequestContext.Set(key, "changed by the callee");
        return Task.FromResult(value);
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
