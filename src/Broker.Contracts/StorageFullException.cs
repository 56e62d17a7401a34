namespace Broker.Contracts;

/// <summary>The disk has no room for what was asked: nothing of it was acknowledged, what was stored before stands, and no restart is needed once there is room.</summary>
[GenerateSerializer, Alias("storage-full")]
public sealed class StorageFullException : Exception
{
    public StorageFullException()
        : base("there is no room to store anything")
    {
    }

    public StorageFullException(string message)
        : base(message)
    {
    }

    public StorageFullException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
