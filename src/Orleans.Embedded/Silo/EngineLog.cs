using Microsoft.Extensions.Logging;
using Orleans.Calls;
using Orleans.Runtime;

namespace Orleans.Silo;

/// <summary>What the engine logs: names of types and methods, stack frames and counts; never a key, an argument or an exception's message.</summary>
internal sealed partial class EngineLog(ILogger logger)
{
    public void CallFailed(GrainType grain, GrainMethod method, Exception failure)
    {
        if (failure is not OperationCanceledException && logger.IsEnabled(LogLevel.Warning))
        {
            CallFailedCore(grain.Value, method.WireName, failure.GetType().FullName!, failure.StackTrace);
        }
    }

    public void TickFailed(GrainType grain, Exception failure)
    {
        if (failure is not OperationCanceledException && logger.IsEnabled(LogLevel.Warning))
        {
            TickFailedCore(grain.Value, failure.GetType().FullName!, failure.StackTrace);
        }
    }

    public void ActivationFailed(GrainType grain, Exception failure)
    {
        if (logger.IsEnabled(LogLevel.Error))
        {
            ActivationFailedCore(grain.Value, failure.GetType().FullName!, failure.StackTrace);
        }
    }

    public void DeactivationFailed(GrainType grain, Exception failure)
    {
        if (logger.IsEnabled(LogLevel.Warning))
        {
            DeactivationFailedCore(grain.Value, failure.GetType().FullName!, failure.StackTrace);
        }
    }

    public void ReminderFailed(GrainType grain, Exception failure)
    {
        // The silo that stops refuses its own ticks; a call that failed in its grain was logged there, with its frames.
        if (failure is not SiloUnavailableException && logger.IsEnabled(LogLevel.Warning))
        {
            ReminderFailedCore(grain.Value, failure.GetType().FullName!);
        }
    }

    [LoggerMessage(5008, LogLevel.Warning, "a reminder of {GrainType} has no grain class here and waits")]
    public partial void ReminderWithoutGrain(string grainType);

    [LoggerMessage(5005, LogLevel.Warning, "refused a connection: {Reason}")]
    public partial void ConnectionRefused(string reason);

    [LoggerMessage(5006, LogLevel.Warning, "closed a connection: {Reason}")]
    public partial void ConnectionClosed(string reason);

    [LoggerMessage(5007, LogLevel.Warning, "stopped before all calls had ended: {Count} left")]
    public partial void NotDrained(int count);

    [LoggerMessage(5001, LogLevel.Warning, "a call of {GrainType}.{Method} failed with {FailureType}\n{Frames}")]
    private partial void CallFailedCore(string grainType, string method, string failureType, string? frames);

    [LoggerMessage(5002, LogLevel.Warning, "a timer of {GrainType} failed with {FailureType}\n{Frames}")]
    private partial void TickFailedCore(string grainType, string failureType, string? frames);

    [LoggerMessage(5003, LogLevel.Error, "{GrainType} could not be activated: {FailureType}\n{Frames}")]
    private partial void ActivationFailedCore(string grainType, string failureType, string? frames);

    [LoggerMessage(5009, LogLevel.Warning, "a reminder's tick of {GrainType} failed with {FailureType}")]
    private partial void ReminderFailedCore(string grainType, string failureType);

    [LoggerMessage(5004, LogLevel.Warning, "the deactivation of {GrainType} failed with {FailureType}\n{Frames}")]
    private partial void DeactivationFailedCore(string grainType, string failureType, string? frames);
}
