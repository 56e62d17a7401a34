namespace Broker.Gateway;

/// <summary>No place for a further call to the silo, nor in the queue.</summary>
internal sealed class SiloBusyException() : Exception("no place for a further call to the silo");
