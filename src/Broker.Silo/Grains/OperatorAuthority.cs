using System.Security.Cryptography;
using Broker.Contracts;
using Broker.Sealing;
using Broker.Silo.Storage;

namespace Broker.Silo.Grains;

/// <summary>Checks the operator whom the configuration names, with nothing but the configuration: while the vault is sealed no account can be opened.</summary>
/// <remarks>Its nonces are those of that operator's account too, so that a call which one of both has accepted is replayed to neither.</remarks>
internal sealed class OperatorAuthority(SiloOptions options, WallClock wall, IStore store)
{
    private readonly NonceCache nonces = new(wall, store);

    /// <summary>The nonces of an account: shared for the configured operator's, its own for any other.</summary>
    public NonceCache NoncesOf(AccountId id) => options.TryOperator(out AccountId configured, out _) && configured == id ? nonces : new NonceCache(wall, store);

    /// <summary>Ok, or <c>unauthorised</c> for whatever reason.</summary>
    public async Task<Outcome> Check(SignedCall call, string path) =>
        Authoriser.IsFor(call, path)
        && options.TryOperator(out AccountId id, out byte[] key)
        && RequestSignature.Check(Authoriser.Headers(call), SHA256.HashData(call.Body), key, wall.Now, out AccountId keyId, out string nonce) is null
        && keyId == id
        && await nonces.TryUse(nonce, call.SignatureInput, needsNoStore: string.Equals(path, VaultGrain.SealPath, StringComparison.Ordinal))
            ? Outcome.Ok
            : Answers.Unauthorised;
}
