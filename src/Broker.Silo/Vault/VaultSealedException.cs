namespace Broker.Silo.Vault;

/// <summary>Something needed a key while the vault was sealed, or was sealed before it was done. Nothing of it was kept; the caller is answered `sealed`.</summary>
internal sealed class VaultSealedException : Exception
{
    public VaultSealedException()
        : base("the vault is sealed")
    {
    }

    public VaultSealedException(string message)
        : base(message)
    {
    }

    public VaultSealedException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
