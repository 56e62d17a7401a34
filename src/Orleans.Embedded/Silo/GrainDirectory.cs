using System.Collections.Concurrent;
using Orleans.Guards;
using Orleans.Runtime;
using Orleans.Telemetry;

namespace Orleans.Silo;

/// <summary>The activations of the silo, at most one for each grain id.</summary>
internal sealed class GrainDirectory(EmbeddedSilo silo)
{
    private readonly ConcurrentDictionary<GrainId, Activation> _activations = new();
    private readonly ConcurrentDictionary<Type, GrainConstructor> _constructors = new();
    private volatile bool _closed;

    public int Count => _activations.Count;

    public void Enqueue(GrainClass grainClass, string key, WorkItem item)
    {
        var id = new GrainId(grainClass.GrainType, IdSpan.Create(key));
        Activation activation;
        do
        {
            if (_closed)
            {
                throw new SiloUnavailableException();
            }

            activation = _activations.GetOrAdd(id, Make, grainClass);
        }
        while (!activation.TryEnqueue(item));
    }

    /// <summary>Called by an ending activation under its own lock; nobody holds another activation's lock here.</summary>
    public void Replace(Activation ending, List<WorkItem> waiting)
    {
        if (waiting.Count == 0 || _closed)
        {
            _activations.TryRemove(new(ending.GrainId, ending));
            waiting.ForEach(item => item.Fail(new SiloUnavailableException()));
            return;
        }

        // INVARIANT: the waiting calls are in its queue before others can reach it, and it runs only once it can be found here:
        // one that ended earlier would be published dead.
        var successor = ending.Successor(waiting);
        _activations[ending.GrainId] = successor;
        successor.Start();
    }

    /// <summary>Counts; nothing is kept up on the way of a call.</summary>
    public IReadOnlyList<GrainLoad> Load() =>
    [
        .. _activations.Values.GroupBy(activation => activation.GrainId.Type.Value, activation => activation.Queued, StringComparer.Ordinal)
            .Select(queued => new GrainLoad(queued.Key, queued.Count(), queued.Sum(), queued.Max())),
    ];

    public void CollectIdle(TimeSpan limit)
    {
        foreach (var activation in _activations.Values)
        {
            activation.DeactivateIfIdle(limit);
        }
    }

    /// <summary>Ends all activations; those that they wake up meanwhile are ended in a later pass.</summary>
    public async Task CloseAsync(CancellationToken token)
    {
        var reason = new DeactivationReason(DeactivationReasonCode.ShuttingDown, "the silo stops");
        const int passes = 3;
        for (var pass = 1; pass <= passes && !_activations.IsEmpty; pass++)
        {
            _closed = pass == passes;
            var ending = _activations.Values.ToArray();
            Array.ForEach(ending, activation => activation.Deactivate(reason, token));
            await Task.WhenAll(ending.Select(activation => activation.Ended)).WaitAsync(token);
        }

        _closed = true;
    }

    private Activation Make(GrainId id, GrainClass grainClass) =>
        new(silo, _constructors.GetOrAdd(grainClass.Type, static (_, c) => new GrainConstructor(c), grainClass), id);
}
