using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace Orleans.Silo;

/// <summary>The grain object of one activation, from its construction to its disposal. Only the activation's pump uses it.</summary>
internal sealed class GrainLife(EmbeddedSilo silo, GrainConstructor constructor, GrainId id)
{
    private AsyncServiceScope? _scope;

    public object? Instance { get; private set; }

    public IServiceProvider Services =>
        _scope?.ServiceProvider ?? throw new InvalidOperationException("the grain is not active");

    public async Task ActivateAsync(Activation activation)
    {
        using var limit = NewLimit();
        _scope = silo.Services.CreateAsyncScope();
        var states = new List<IActivationState>();
        Instance = constructor.Construct(activation, states);
        foreach (var state in states)
        {
            await Within(state.ReadStateAsync());
        }

        await Within(((IGrainBase)Instance).OnActivateAsync(limit.Token));
    }

    /// <summary>Never throws: a grain that fails to say goodbye ends all the same.</summary>
    public async Task DeactivateAsync(DeactivationReason reason)
    {
        try
        {
            using var limit = NewLimit();
            await Within(((IGrainBase)Instance!).OnDeactivateAsync(reason, limit.Token));
        }
        catch (Exception failure)
        {
            silo.Log.DeactivationFailed(id.Type, failure);
        }
    }

    /// <summary>Never throws.</summary>
    public async Task ReleaseAsync()
    {
        try
        {
            switch (Instance)
            {
                case IAsyncDisposable grain:
                    await grain.DisposeAsync();
                    break;
                case IDisposable grain:
                    grain.Dispose();
                    break;
            }

            if (_scope is { } scope)
            {
                await scope.DisposeAsync();
            }
        }
        catch (Exception failure)
        {
            silo.Log.DeactivationFailed(id.Type, failure);
        }
    }

    private CancellationTokenSource NewLimit() => new(silo.Options.ResponseTimeout, silo.Options.EngineTime);

    private Task Within(Task step) => step.WaitAsync(silo.Options.ResponseTimeout, silo.Options.EngineTime);
}
