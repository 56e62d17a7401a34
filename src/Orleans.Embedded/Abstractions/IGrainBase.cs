using Orleans.Runtime;

namespace Orleans;

/// <summary>What the engine calls on a grain besides its own methods.</summary>
public interface IGrainBase
{
    IGrainContext GrainContext { get; }

    /// <summary>Runs before the first request, after persistent state was read. A throw fails all waiting requests.</summary>
    Task OnActivateAsync(CancellationToken cancellationToken);

    /// <summary>Runs after the last request. Never runs when the process dies: nothing durable may depend on it.</summary>
    Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken);
}
