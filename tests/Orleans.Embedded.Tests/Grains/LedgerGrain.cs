using Orleans.Runtime;

namespace Orleans.Embedded.Tests.Grains;

[GrainType("test.ledger")]
public sealed class LedgerGrain(
    [PersistentState("ledger", "memory")] IPersistentState<LedgerState> ledger,
    [PersistentState("shadow", "memory")] IPersistentState<LedgerState> shadow) : Grain, ILedgerGrain
{
    public async Task<long> AddAsync(long amount)
    {
        ledger.State.Total += amount;
        shadow.State.Total -= amount;
        await ledger.WriteStateAsync();
        return ledger.State.Total;
    }

    public Task<long> TotalAsync()
    {
        Assert.True(shadow.State.Total <= 0);
        return Task.FromResult(ledger.State.Total);
    }

    public Task ClearAsync() => ledger.ClearStateAsync();
}
