using Orleans.Embedded.Tests.Harness;

namespace Orleans.Embedded.Tests.Grains;

[GrainType("ring-b")]
public sealed class RingBGrain(Journal journal) : Grain, IRingBGrain
{
    public async Task<int> PassAsync(int left, string next) =>
        left == 0 ? 0 : 1 + await GrainFactory.GetGrain<IRingAGrain>(next).PassAsync(left - 1, this.GetPrimaryKeyString());

    public async Task BackLaterAsync(string next)
    {
        await journal.Gate("ring");
        await GrainFactory.GetGrain<IRingAGrain>(next).BackAsync();
    }
}
