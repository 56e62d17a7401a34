namespace Orleans.Runtime;

/// <summary>A running grain timer; disposing it stops it and cancels the token of a running tick.</summary>
public interface IGrainTimer : IDisposable
{
    void Change(TimeSpan dueTime, TimeSpan period);
}
