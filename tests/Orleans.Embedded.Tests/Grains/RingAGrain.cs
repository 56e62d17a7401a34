using Orleans.Embedded.Tests.Harness;

namespace Orleans.Embedded.Tests.Grains;

[GrainType("ring-a")]
public sealed class RingAGrain(Journal journal) : Grain, IRingAGrain
{
    public async Task<int> PassAsync(int left, string next) =>
        left == 0 ? 0 : 1 + await GrainFactory.GetGrain<IRingBGrain>(next).PassAsync(left - 1, this.GetPrimaryKeyString());

    public Task StartAsync(string next)
    {
        _ = GrainFactory.GetGrain<IRingBGrain>(next).BackLaterAsync(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    public Task BackAsync()
    {
        journal.Add("back");
        return Task.CompletedTask;
    }
}
