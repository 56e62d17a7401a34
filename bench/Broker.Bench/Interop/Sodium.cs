using System.Reflection;
using System.Runtime.InteropServices;

namespace Broker.Bench.Interop;

/// <summary>The functions of libsodium that the floors call directly, without the product's checks, key memory or key schedules.</summary>
internal static partial class Sodium
{
    internal const int TagSize = 16;

    private const string Library = "libsodium";
    private static readonly string[] Names = ["libsodium.so.26", "libsodium.so.23", "libsodium.dylib", "libsodium.dll"];

    static Sodium() => NativeLibrary.SetDllImportResolver(typeof(Sodium).Assembly, Resolve);

    [LibraryImport(Library, EntryPoint = "crypto_scalarmult")]
    internal static partial int ScalarMult(Span<byte> shared, ReadOnlySpan<byte> secret, ReadOnlySpan<byte> peer);

    [LibraryImport(Library, EntryPoint = "crypto_scalarmult_base")]
    internal static partial int ScalarMultBase(Span<byte> publicKey, ReadOnlySpan<byte> secret);

    [LibraryImport(Library, EntryPoint = "crypto_sign_seed_keypair")]
    internal static partial int SignSeedKeyPair(Span<byte> publicKey, Span<byte> secretKey, ReadOnlySpan<byte> seed);

    [LibraryImport(Library, EntryPoint = "crypto_sign_detached")]
    internal static partial int SignDetached(
        Span<byte> signature, nint signatureLength, ReadOnlySpan<byte> message, ulong messageLength, ReadOnlySpan<byte> secretKey);

    [LibraryImport(Library, EntryPoint = "crypto_sign_verify_detached")]
    internal static partial int SignVerifyDetached(
        ReadOnlySpan<byte> signature, ReadOnlySpan<byte> message, ulong messageLength, ReadOnlySpan<byte> publicKey);

    [LibraryImport(Library, EntryPoint = "crypto_aead_chacha20poly1305_ietf_encrypt")]
    internal static partial int ChaChaEncrypt(
        Span<byte> output, nint outputLength, ReadOnlySpan<byte> message, ulong messageLength,
        ReadOnlySpan<byte> aad, ulong aadLength, nint unused, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> key);

    [LibraryImport(Library, EntryPoint = "crypto_aead_chacha20poly1305_ietf_decrypt")]
    internal static partial int ChaChaDecrypt(
        Span<byte> output, nint outputLength, nint unused, ReadOnlySpan<byte> input, ulong inputLength,
        ReadOnlySpan<byte> aad, ulong aadLength, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> key);

    [LibraryImport(Library, EntryPoint = "crypto_aead_xchacha20poly1305_ietf_encrypt")]
    internal static partial int XChaChaEncrypt(
        Span<byte> output, nint outputLength, ReadOnlySpan<byte> message, ulong messageLength,
        ReadOnlySpan<byte> aad, ulong aadLength, nint unused, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> key);

    [LibraryImport(Library, EntryPoint = "crypto_aead_xchacha20poly1305_ietf_decrypt")]
    internal static partial int XChaChaDecrypt(
        Span<byte> output, nint outputLength, nint unused, ReadOnlySpan<byte> input, ulong inputLength,
        ReadOnlySpan<byte> aad, ulong aadLength, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> key);

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        foreach (string candidate in name == Library ? Names : [])
        {
            if (NativeLibrary.TryLoad(candidate, out nint library))
            {
                return library;
            }
        }

        return 0;
    }
}
