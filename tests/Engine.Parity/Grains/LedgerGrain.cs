namespace Engine.Parity.Grains;

[GrainType(Type)]
internal sealed class LedgerGrain([PersistentState(LedgerGrain.State, Hosting.MemoryGrainStorage.Name)] IPersistentState<Sum> state) : Grain, ILedgerGrain
{
    public const string Type = "parity.ledger";
    public const string State = "sum";

    public Task<int> ReadAsync() => Task.FromResult(state.State.Value);

    public Task WriteAsync(int value)
    {
        state.State.Value = value;
        return state.WriteStateAsync();
    }

    public Task ClearAsync() => state.ClearStateAsync();

    public Task LeaveAsync()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}
