namespace Broker.Contracts;

/// <summary>The gateway's key ring for cookies and tokens, wrapped under the vault; key <c>webkeys/this</c>. Answers <c>sealed</c> while the vault is.</summary>
[Alias("broker.web-keys")]
public interface IWebKeysGrain : IGrainWithStringKey
{
    /// <summary>All stored elements, in the order of their storing.</summary>
    [Alias("read")]
    Task<WebKeysOutcome> Read();

    /// <summary>Stores one element under its name.</summary>
    [Alias("store")]
    Task<Outcome> Store(string name, byte[] element);

    /// <summary>Wraps bytes under a key of the vault.</summary>
    [Alias("wrap")]
    Task<WrapOutcome> Wrap(byte[] plain);

    /// <summary>Opens what <see cref="Wrap"/> wrapped; <c>malformed</c> for anything else.</summary>
    [Alias("unwrap")]
    Task<WrapOutcome> Unwrap(byte[] wrapped);
}
