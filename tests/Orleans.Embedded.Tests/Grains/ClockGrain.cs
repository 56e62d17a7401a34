using Orleans.Embedded.Tests.Harness;
using Orleans.Runtime;

namespace Orleans.Embedded.Tests.Grains;

[GrainType("test.clock")]
public sealed class ClockGrain(Journal journal) : Grain, IClockGrain
{
    private IGrainTimer? _timer;
    private int _ticks;
    private bool _inTick;

    public Task StartAsync(TimeSpan due, TimeSpan period, bool interleave, bool keepAlive)
    {
        var options = new GrainTimerCreationOptions(due, period) { Interleave = interleave, KeepAlive = keepAlive };
        _timer = this.RegisterGrainTimer(TickAsync, options);
        return Task.CompletedTask;
    }

    public Task StopAsync()
    {
        _timer?.Dispose();
        return Task.CompletedTask;
    }

    public async Task<int> HoldAsync(string gate)
    {
        var before = _ticks;
        journal.Add("at " + gate);
        await journal.Gate(gate);
        return _ticks - before;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        journal.Add($"{reason.ReasonCode} {this.GetPrimaryKeyString()}");
        return Task.CompletedTask;
    }

    private async Task TickAsync(CancellationToken token)
    {
        Assert.False(_inTick);
        _inTick = true;
        await Task.Delay(1, token);
        _inTick = false;
        _ticks++;
        if (journal.Add("tick " + this.GetPrimaryKeyString()) == 2)
        {
            throw new InvalidOperationException("the second tick fails and the timer goes on");
        }
    }
}
