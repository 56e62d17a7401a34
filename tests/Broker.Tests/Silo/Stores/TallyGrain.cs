using Broker.Silo.Storage;
using Orleans;
using Orleans.Runtime;

namespace Broker.Tests.Silo.Stores;

[GrainType("test.tally")]
internal sealed class TallyGrain([PersistentState("tally", GrainStateStore.Name)] IPersistentState<GrainTally> state) : Grain, ITallyGrain
{
    public async Task<long> Add(long number)
    {
        state.State.Total += number;
        await state.WriteStateAsync();
        return state.State.Total;
    }

    public Task Clear() => state.ClearStateAsync();
}
