namespace Broker.Policy.Proof;

/// <summary>Days between which no term, conflict or review date begins or ends.</summary>
/// <param name="First">The first of them.</param>
/// <param name="Last">The last of them, included.</param>
public sealed record DayClass(DateOnly First, DateOnly Last)
{
    /// <summary>The day that stands for all: the first one, and of those before anything begins the last one.</summary>
    public DateOnly Representative => First == DateOnly.MinValue && Last < DateOnly.MaxValue ? Last : First;
}
