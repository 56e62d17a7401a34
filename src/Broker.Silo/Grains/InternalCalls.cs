using System.Security.Cryptography;
using Broker.Silo.Storage;
using Broker.Silo.Vault;

namespace Broker.Silo.Grains;

/// <summary>
/// Keeps interfaces marked <see cref="InternalGrainAttribute"/> for the silo's own code: any connected client can name any
/// grain, so the calls that the silo itself makes carry a token which only an unsealed silo can compute.
/// </summary>
internal sealed class InternalCalls(VaultService vault, VaultCalls calls) : IIncomingGrainCallFilter
{
    private const string Key = "broker.internal";
    private const string Domain = "internal-calls";

    /// <summary>Lets the current flow call internal interfaces; for hosted services of the silo. Nothing while the vault is sealed.</summary>
    public void Enter()
    {
        if (Token() is { } token)
        {
            RequestContext.Set(Key, token);
        }
    }

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        bool isInternal = context.InterfaceMethod.DeclaringType?.IsDefined(typeof(InternalGrainAttribute), inherit: false) ?? false;
        if (isInternal && !CallerIsSilo())
        {
            // The silo's own call is refused as well when the vault was sealed on its way.
            throw vault.IsUnsealed ? new InternalGrainException() : new VaultSealedException();
        }

        Enter();
        // The vault's own calls don't count: the end of an epoch, which waits for all others, is one of them.
        using IDisposable? running = context.InterfaceMethod.DeclaringType == typeof(Contracts.IVaultGrain) ? null : calls.Begin();
        try
        {
            await context.Invoke();
        }
        catch (StoreUnavailableException fault) when (fault.IsFull)
        {
            // Of other failures of the store only the type's name leaves the silo; this one ends by itself once there is room, and callers are told.
            throw new Contracts.StorageFullException();
        }
        catch (StoreUnavailableException fault) when (fault.IsBusy)
        {
            throw new Contracts.StoreBusyException();
        }
        catch (StoreUnavailableException fault) when (fault.IsAway)
        {
            throw new Contracts.StoreAwayException();
        }
    }

    private bool CallerIsSilo() => Token() is { } token
        && RequestContext.Get(Key) is byte[] given
        && CryptographicOperations.FixedTimeEquals(given, token);

    private byte[]? Token()
    {
        try
        {
            return vault.IsUnsealed ? vault.CallToken(Domain) : null;
        }
        catch (VaultSealedException)
        {
            // It was sealed between the two.
            return null;
        }
    }
}
