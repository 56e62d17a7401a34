namespace Engine.Parity.Grains;

[GrainType("parity.fragile")]
internal sealed class FragileGrain : Grain, IFragileGrain
{
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var page = "tried " + this.GetPrimaryKeyString();
        Journal.Add(page, "now");
        return Journal.Lines(page).Count == 1 ? throw new RefusedException(1) : Task.CompletedTask;
    }

    public Task<string> PingAsync() => Task.FromResult("pong");
}
