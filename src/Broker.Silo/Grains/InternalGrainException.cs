namespace Broker.Silo.Grains;

/// <summary>A client called an interface that only the silo's own grains may call.</summary>
internal sealed class InternalGrainException : Exception
{
    public InternalGrainException()
        : base("this grain interface is internal to the silo")
    {
    }

    public InternalGrainException(string message)
        : base(message)
    {
    }

    public InternalGrainException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
