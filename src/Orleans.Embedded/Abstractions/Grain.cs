using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace Orleans;

/// <summary>
/// The base class of all grains. One request runs at a time; every continuation that keeps the captured scheduler
/// (no <c>ConfigureAwait(false)</c>, no <c>Task.Run</c>) runs single-threaded on the activation.
/// </summary>
public abstract class Grain : IGrainBase, IAddressable
{
    private readonly IGrainContext? _context;

    protected Grain() => _context = Silo.ConstructionScope.Current;

    public IGrainContext GrainContext =>
        _context ?? throw new InvalidOperationException("the grain was not made by the engine");

    protected internal IGrainFactory GrainFactory => ServiceProvider.GetRequiredService<IGrainFactory>();

    protected internal IServiceProvider ServiceProvider => GrainContext.ActivationServices;

    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Asks for deactivation once the running request ends; queued requests go to a new activation.</summary>
    protected void DeactivateOnIdle() =>
        GrainContext.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, "asked for by the grain"));
}
