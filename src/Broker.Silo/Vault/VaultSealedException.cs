namespace Broker.Silo.Vault;

/// <summary>Something needed a key while the vault was sealed: a caller's bug, because grains ask first.</summary>
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
