using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Broker.Gateway.WebKeys;

/// <summary>
/// The framework's provider behind the vault's gate. The gate comes first, so that a sealed vault is no error of the framework:
/// no key is looked for, none is made, nothing is logged.
/// </summary>
internal sealed class GatedProvider(IDataProtectionProvider inner, VaultGate gate) : IDataProtectionProvider
{
    public IDataProtector CreateProtector(string purpose) => new GatedProtector(inner.CreateProtector(purpose), gate);

    private sealed class GatedProtector(IDataProtector inner, VaultGate gate) : IDataProtector
    {
        public IDataProtector CreateProtector(string purpose) => new GatedProtector(inner.CreateProtector(purpose), gate);

        public byte[] Protect(byte[] plaintext) => Run(inner.Protect, plaintext);

        public byte[] Unprotect(byte[] protectedData) => Run(inner.Unprotect, protectedData);

        private byte[] Run(Func<byte[], byte[]> operation, byte[] data)
        {
            gate.EnsureUnsealed();
            try
            {
                return operation(data);
            }
            catch (CryptographicException failure) when (Cause(failure) is { } cause)
            {
                // Sealed, or gone, between gate and key: the framework hides the reason in its own exception.
                ExceptionDispatchInfo.Throw(cause);
                throw;
            }
        }

        private static Exception? Cause(Exception failure)
        {
            for (var inner = failure.InnerException; inner is not null; inner = inner.InnerException)
            {
                if (inner is WebKeysSealedException || Engine.IsUnavailable(inner) || Engine.IsBusy(inner))
                {
                    return inner;
                }
            }

            return null;
        }
    }
}
