namespace Broker.Contracts;

/// <summary>The store had no place for what was asked: nothing of it was begun, and the same may be asked again in a few seconds.</summary>
[GenerateSerializer, Alias("store-busy")]
public sealed class StoreBusyException : Exception
{
    public StoreBusyException()
        : base("the store has more to write than it takes")
    {
    }

    public StoreBusyException(string message)
        : base(message)
    {
    }

    public StoreBusyException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
