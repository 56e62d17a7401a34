namespace Orleans.Runtime;

/// <summary>The base of the engine's own failures. Their messages are constant or name types only, never content.</summary>
public class OrleansException : Exception
{
    public OrleansException()
    {
    }

    public OrleansException(string message)
        : base(message)
    {
    }

    public OrleansException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
