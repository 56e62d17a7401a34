using System.Security.Cryptography;
using Broker.Contracts;
using Broker.Gateway.Problems;

namespace Broker.Gateway.WebKeys;

/// <summary>
/// The silo's key ring for the gateway, in the synchronous form that the framework's DataProtection asks for. It is called
/// when keys are read or made, a few times in a gateway's life, and never in the way of a request that has its keys.
/// </summary>
internal sealed class WebKeysClient(Silo silo)
{
    private const string Key = "webkeys/this";

    public IReadOnlyList<byte[]> Read()
    {
        var outcome = Run(grain => grain.Read());
        Check(outcome.Outcome);
        return outcome.Elements;
    }

    public void Store(string name, byte[] element) => Check(Run(grain => grain.Store(name, element)));

    public byte[] Wrap(byte[] plain)
    {
        var outcome = Run(grain => grain.Wrap(plain));
        Check(outcome.Outcome);
        return outcome.Bytes;
    }

    /// <summary>What was wrapped; false when it was wrapped elsewhere, or changed.</summary>
    public bool TryUnwrap(byte[] wrapped, out byte[] plain)
    {
        var outcome = Run(grain => grain.Unwrap(wrapped));
        plain = outcome.Bytes;
        if (outcome.Outcome.Code == ProblemTable.Malformed)
        {
            return false;
        }

        Check(outcome.Outcome);
        return true;
    }

    /// <exception cref="WebKeysSealedException">The vault is sealed.</exception>
    private static void Check(Outcome outcome)
    {
        if (outcome.Code == ProblemTable.Sealed)
        {
            throw new WebKeysSealedException();
        }

        if (!outcome.IsOk)
        {
            throw new CryptographicException($"the silo refused the gateway's key with `{outcome.Code}`");
        }
    }

    // The framework's interface has no asynchronous form; no context is bound to the thread that waits here.
    private T Run<T>(Func<IWebKeysGrain, Task<T>> call) =>
        silo.Call(grains => call(grains.GetGrain<IWebKeysGrain>(Key)), CancellationToken.None).GetAwaiter().GetResult();
}
