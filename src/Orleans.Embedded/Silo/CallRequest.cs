using System.Collections.Immutable;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Orleans.Calls;
using Orleans.Runtime;
using Orleans.Storage;
using Orleans.Telemetry;

namespace Orleans.Silo;

/// <summary>A call on its way to a grain, with the caller's promise.</summary>
[SuppressMessage("Design", "CA1001", Justification = "a token source without a timer holds nothing to release, and callers may cancel it at any time")]
internal sealed class CallRequest(
    GrainType grainType, GrainMethod method, object?[] arguments, CallFrame? caller, ImmutableDictionary<string, object> context, ActivityContext trace)
    : WorkItem
{
    private readonly long _arrived = Stopwatch.GetTimestamp();
    private readonly TaskCompletionSource<object?> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _cancellation = new();
    private volatile bool _abandoned;

    public GrainType GrainType => grainType;

    public GrainMethod Method => method;

    public object?[] Arguments => arguments;

    public override CallFrame? Caller => caller;

    public override bool OutlivesActivation => true;

    public override bool CountsAsUse => true;

    public Task<object?> Completion => _completion.Task;

    public CancellationToken Token => _cancellation.Token;

    /// <summary>The caller no longer waits: a call still queued will not run, a running one sees its token cancelled.</summary>
    public void Abandon()
    {
        _abandoned = true;
        _ = _cancellation.CancelAsync();
    }

    public override void Fail(Exception failure) => _completion.TrySetException(failure);

    protected override async Task RunCoreAsync(Activation activation)
    {
        if (_abandoned)
        {
            _completion.TrySetCanceled(CancellationToken.None);
            return;
        }

        RequestContext.Current = context;
        using var span = EngineTraces.StartGrain(this, trace);
        var started = Stopwatch.GetTimestamp();
        var failed = await RunMethodAsync(activation);
        if (failed)
        {
            EngineTraces.Failed(span);
        }

        activation.Silo.Meters.Ended(this, Stopwatch.GetElapsedTime(_arrived, started), Stopwatch.GetElapsedTime(started), failed);
    }

    /// <summary>Runs the method and gives its outcome to the caller.</summary>
    /// <returns>Whether it failed.</returns>
    private async Task<bool> RunMethodAsync(Activation activation)
    {
        var limit = activation.Silo.Options.MaxFrameBytes;
        try
        {
            var result = await new CallInvocation(activation, this).RunAsync();
            _completion.TrySetResult(method.Result?.Copy(result, limit));
            return false;
        }
        catch (Exception failure)
        {
            if (failure is InconsistentStateException)
            {
                // What the activation holds in memory is not what is stored: nobody may build on it.
                activation.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationError, "the stored state has another version"));
            }

            activation.Silo.Log.CallFailed(grainType, method, failure);
            _completion.TrySetException(GrainFaults.Crossing(failure, limit));
            return true;
        }
    }
}
