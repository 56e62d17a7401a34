using Broker.Silo.Storage;

namespace Broker.Tests.Silo;

public sealed class WriterOverloadTests
{
    private const int Capacity = 64;

    [Fact]
    public async Task Queue_OfferedTwiceWhatItHolds_RefusesTheRestUnbegunAndWritesWhatItTook()
    {
        using var slow = new SlowWriter();
        int ran = 0;
        await using var loop = new WriterLoop(slow, Capacity, TimeSpan.Zero);
        Task<int> first = loop.EnqueueAsync(_ => Interlocked.Increment(ref ran), shreds: false);
        await slow.Entered.Task;

        List<Task<int>> offered = [.. Enumerable.Range(0, 2 * Capacity).Select(_ => loop.EnqueueAsync(_ => Interlocked.Increment(ref ran), shreds: false))];
        foreach (Task<int> refused in offered[Capacity..])
        {
            StoreUnavailableException fault = await Assert.ThrowsAsync<StoreUnavailableException>(() => refused);
            Assert.True(fault.IsBusy);
        }

        Assert.All(offered[..Capacity], taken => Assert.False(taken.IsCompleted));
        slow.Go();
        await first;
        await Task.WhenAll(offered[..Capacity]);
        Assert.Equal(1 + Capacity, ran);
    }

    [Fact]
    public async Task Queue_ThatWasFull_TakesAgainOnceItIsWritten()
    {
        using var slow = new SlowWriter();
        await using var loop = new WriterLoop(slow, capacity: 1, TimeSpan.Zero);
        Task<int> first = loop.EnqueueAsync(_ => 1, shreds: false);
        await slow.Entered.Task;
        Task<int> second = loop.EnqueueAsync(_ => 2, shreds: false);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => loop.EnqueueAsync(_ => 3, shreds: false));

        slow.Go();

        Assert.Equal((1, 2), (await first, await second));
        Assert.Equal(4, await loop.EnqueueAsync(_ => 4, shreds: false));
        Assert.False(loop.HasStopped);
    }
}
