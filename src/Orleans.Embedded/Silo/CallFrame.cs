using Orleans.Runtime;

namespace Orleans.Silo;

/// <summary>One link of a chain of calls: a grain and the work item that runs on it.</summary>
internal sealed record CallFrame(GrainId Grain, WorkItem Item, CallFrame? Caller)
{
    private static readonly AsyncLocal<CallFrame?> Running = new();

    /// <summary>The frame of the running code; null outside of grains.</summary>
    public static CallFrame? Current
    {
        get => Running.Value;
        set => Running.Value = value;
    }

    /// <summary>Throws when an unfinished request of <paramref name="target"/> is among the callers.</summary>
    public static void ThrowIfCycle(CallFrame? caller, GrainId target)
    {
        for (var frame = caller; frame is not null; frame = frame.Caller)
        {
            if (frame.Grain == target && !frame.Item.IsFinished)
            {
                throw new GrainCallCycleException(Describe(caller!, frame, target));
            }
        }
    }

    private static string Describe(CallFrame last, CallFrame first, GrainId target)
    {
        var names = new List<string> { target.Type.ToString() };
        for (var frame = last; frame != first; frame = frame.Caller!)
        {
            names.Add(frame.Grain.Type.ToString());
        }

        names.Add(first.Grain.Type.ToString());
        names.Reverse();
        return string.Join(" → ", names);
    }
}
