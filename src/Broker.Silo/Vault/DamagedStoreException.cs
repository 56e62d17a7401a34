namespace Broker.Silo.Vault;

/// <summary>A stored ciphertext does not open at its place: the store was changed or damaged. Nothing of it is served.</summary>
internal sealed class DamagedStoreException : Exception
{
    public DamagedStoreException()
        : base("a stored ciphertext does not open at its place: the store was changed or damaged; restore it from a backup")
    {
    }

    public DamagedStoreException(string message)
        : base(message)
    {
    }

    public DamagedStoreException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
