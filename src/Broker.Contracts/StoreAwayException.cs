namespace Broker.Contracts;

/// <summary>The store's server did not answer: what was asked may be kept or not, and the same may be asked again in a few seconds.</summary>
[GenerateSerializer, Alias("store-away")]
public sealed class StoreAwayException : Exception
{
    public StoreAwayException()
        : base("the store does not answer at the moment")
    {
    }

    public StoreAwayException(string message)
        : base(message)
    {
    }

    public StoreAwayException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
