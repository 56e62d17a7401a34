namespace Broker.Sealing;

/// <summary>The cryptographic library of the system is absent or refuses to work: nothing can be sealed or opened.</summary>
/// <remarks>An infrastructure failure. The message names the package to install and never carries content.</remarks>
public sealed class SealingUnavailableException : Exception
{
    /// <summary>With the general advice on what to install.</summary>
    public SealingUnavailableException()
        : base(Advice)
    {
    }

    /// <param name="message">What failed; lower case, without content.</param>
    public SealingUnavailableException(string message)
        : base(message)
    {
    }

    /// <param name="message">What failed; lower case, without content.</param>
    /// <param name="innerException">The loader's own error.</param>
    public SealingUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal const string Advice = "libsodium was not found: install libsodium23 (Debian: apt-get install libsodium23)";
}
