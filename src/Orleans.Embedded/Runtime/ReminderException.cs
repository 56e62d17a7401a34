namespace Orleans.Runtime;

/// <summary>The stored reminder is not the one that was meant: it was registered again meanwhile.</summary>
[GenerateSerializer]
[Alias("orleans.reminder")]
public sealed class ReminderException : OrleansException
{
    public ReminderException()
        : base("the stored reminder has another version")
    {
    }
}
