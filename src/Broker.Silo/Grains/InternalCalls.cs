using System.Security.Cryptography;
using Broker.Silo.Vault;

namespace Broker.Silo.Grains;

/// <summary>
/// Keeps interfaces marked <see cref="InternalGrainAttribute"/> for the silo's own code: any connected client can name any
/// grain, so the calls that the silo itself makes carry a token which only an unsealed silo can compute.
/// </summary>
internal sealed class InternalCalls(VaultService vault) : IIncomingGrainCallFilter
{
    private const string Key = "broker.internal";
    private const string Domain = "internal-calls";

    /// <summary>Lets the current flow call internal interfaces; for hosted services of the silo.</summary>
    public void Enter()
    {
        if (vault.IsUnsealed)
        {
            RequestContext.Set(Key, vault.Tag(Domain, ReadOnlySpan<byte>.Empty));
        }
    }

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        bool isInternal = context.InterfaceMethod.DeclaringType?.IsDefined(typeof(InternalGrainAttribute), inherit: false) ?? false;
        if (isInternal && !CallerIsSilo())
        {
            throw new InternalGrainException();
        }

        Enter();
        await context.Invoke();
    }

    private bool CallerIsSilo() =>
        vault.IsUnsealed
        && RequestContext.Get(Key) is byte[] token
        && CryptographicOperations.FixedTimeEquals(token, vault.Tag(Domain, ReadOnlySpan<byte>.Empty));
}
