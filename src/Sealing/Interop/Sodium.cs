using System.Runtime.InteropServices;

namespace Broker.Sealing.Interop;

/// <summary>The functions of libsodium that this library calls, one to one. Lengths are in bytes.</summary>
internal static partial class Sodium
{
    private const string Library = "libsodium";

    static Sodium() => NativeLibrary.SetDllImportResolver(typeof(Sodium).Assembly, SodiumLoader.Resolve);

    [LibraryImport(Library, EntryPoint = "sodium_version_string")]
    internal static partial nint VersionString();

    [LibraryImport(Library, EntryPoint = "sodium_malloc")]
    internal static partial nint Allocate(nuint size);

    [LibraryImport(Library, EntryPoint = "sodium_mlock")]
    internal static partial int LockPages(nint address, nuint size);

    [LibraryImport(Library, EntryPoint = "sodium_mprotect_noaccess")]
    internal static partial int ProtectNoAccess(nint address);

    [LibraryImport(Library, EntryPoint = "sodium_mprotect_readonly")]
    internal static partial int ProtectReadOnly(nint address);

    [LibraryImport(Library, EntryPoint = "sodium_mprotect_readwrite")]
    internal static partial int ProtectReadWrite(nint address);

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

    [LibraryImport(Library, EntryPoint = "crypto_pwhash")]
    internal static partial int PasswordHash(
        Span<byte> output, ulong outputLength, ReadOnlySpan<byte> password, ulong passwordLength, ReadOnlySpan<byte> salt,
        ulong operations, nuint memory, int algorithm);
}
