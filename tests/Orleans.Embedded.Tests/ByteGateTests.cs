using Orleans.Transport;

namespace Orleans.Embedded.Tests;

public sealed class ByteGateTests
{
    [Fact]
    public async Task Gate_WithoutRoom_WaitsUntilEnoughLeave()
    {
        var gate = new ByteGate(100_000);
        await gate.EnterAsync(30_000, CancellationToken.None);
        var second = gate.EnterAsync(30_000, CancellationToken.None);
        Assert.False(second.IsCompleted);

        gate.Leave(30_000);
        await second;

        var idle = gate.WhenIdle();
        Assert.False(idle.IsCompleted);
        gate.Leave(30_000);
        await idle;
    }

    [Fact]
    public async Task Gate_ForMoreThanItsBudget_LetsItPassAlone()
    {
        var gate = new ByteGate(10);
        await gate.EnterAsync(1_000, CancellationToken.None);
        using var cancel = new CancellationTokenSource();
        var second = gate.EnterAsync(0, cancel.Token);
        Assert.False(second.IsCompleted);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
    }
}
