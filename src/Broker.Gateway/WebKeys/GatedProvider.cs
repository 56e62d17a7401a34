using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Broker.Gateway.WebKeys;

/// <summary>
/// The framework's provider behind the vault's gate. The gate comes first, so that a sealed vault is no error of the framework:
/// no key is looked for, none is made, nothing is logged.
/// </summary>
internal sealed class GatedProvider(KeyRings rings, VaultGate gate) : IDataProtectionProvider
{
    public IDataProtector CreateProtector(string purpose) => new GatedProtector(rings, gate, [purpose]);

    private sealed class GatedProtector(KeyRings rings, VaultGate gate, string[] purposes) : IDataProtector
    {
        public IDataProtector CreateProtector(string purpose) => new GatedProtector(rings, gate, [.. purposes, purpose]);

        public byte[] Protect(byte[] plaintext) => Run(protector => protector.Protect(plaintext));

        public byte[] Unprotect(byte[] protectedData) => Run(protector => protector.Unprotect(protectedData));

        private byte[] Run(Func<IDataProtector, byte[]> operation)
        {
            try
            {
                gate.EnsureUnsealed();
                return operation(rings.Provider.CreateProtector(purposes));
            }
            catch (Exception failure) when (Cause(failure) is { } cause)
            {
                // Sealed or gone, perhaps between gate and key, which the framework hides in its own exception and remembers.
                rings.Forget();
                ExceptionDispatchInfo.Throw(cause);
                throw;
            }
        }

        private static Exception? Cause(Exception failure)
        {
            var inner = failure is CryptographicException ? failure.InnerException : failure;
            for (; inner is not null; inner = inner.InnerException)
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
