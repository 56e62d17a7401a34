using Orleans.Embedded.Tests.Grains;
using Orleans.Embedded.Tests.Harness;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Embedded.Tests;

public sealed class StateTests
{
    private static readonly GrainId Ledger = GrainId.Create("test.ledger", "ledger/one");

    [Fact]
    public async Task State_AfterARestart_IsReadBeforeTheFirstRequest()
    {
        var storage = new MemoryGrainStorage();
        await using (var first = await EngineHost.StartAsync(storage: storage))
        {
            Assert.Equal(5, await first.Grains.GetGrain<ILedgerGrain>("ledger/one").AddAsync(5));
        }

        await using var second = await EngineHost.StartAsync(storage: storage);
        Assert.Equal(5, await second.Grains.GetGrain<ILedgerGrain>("ledger/one").TotalAsync());
        Assert.Equal(1, storage.Rows);
    }

    [Fact]
    public async Task State_WrittenBySomebodyElse_FailsTheWriteAndIsReadAgain()
    {
        await using var host = await EngineHost.StartAsync();
        var grain = host.Grains.GetGrain<ILedgerGrain>("ledger/one");
        await grain.AddAsync(5);
        host.Storage.Overwrite("ledger", Ledger, new LedgerState { Total = 100 });

        var failure = await Assert.ThrowsAsync<InconsistentStateException>(() => grain.AddAsync(1));

        Assert.Equal(("2", "1"), (failure.StoredEtag, failure.CurrentEtag));
        Assert.Equal(100, await grain.TotalAsync());
        Assert.Equal(101, await grain.AddAsync(1));
    }

    [Fact]
    public async Task State_Cleared_IsANewOne()
    {
        await using var host = await EngineHost.StartAsync();
        var grain = host.Grains.GetGrain<ILedgerGrain>("ledger/one");
        await grain.AddAsync(5);
        await grain.ClearAsync();

        Assert.Equal(1, await grain.AddAsync(1));
    }

    [Fact]
    public async Task State_ThatCannotBeRead_FailsTheCallWithoutTheStoragesWords()
    {
        await using var host = await EngineHost.StartAsync();
        host.Storage.Fails = true;
        var grain = host.Grains.GetGrain<ILedgerGrain>("ledger/one");

        Assert.Equal("System.IO.IOException", (await Assert.ThrowsAsync<GrainCallFailedException>(grain.TotalAsync)).FailureType);
        host.Storage.Fails = false;
        Assert.Equal(0, await grain.TotalAsync());
    }
}
