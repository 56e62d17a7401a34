using Orleans.Embedded.Tests.Harness;

namespace Orleans.Embedded.Tests.Grains;

/// <summary>Cannot be activated the first time, and calls a ring grain while it activates when its key says so.</summary>
[GrainType("test.fragile")]
public sealed class FragileGrain(Journal journal) : Grain, IFragileGrain
{
    public override Task OnActivateAsync(CancellationToken cancellationToken) =>
        journal.Add("fragile") == 1 ? throw new InvalidOperationException("not yet") : Task.CompletedTask;

    public Task PingAsync() => Task.CompletedTask;
}
