using System.Reflection;
using System.Runtime.InteropServices;

namespace Broker.Sealing.Interop;

/// <summary>Finds libsodium under the names that systems give it, and initialises it before its first function is used.</summary>
internal static class SodiumLoader
{
    // Debian ships only the versioned name; the plain name exists only where the development package is installed.
    private static readonly string[] Names = ["libsodium.so.26", "libsodium.so.23", "libsodium.dylib", "libsodium.dll"];

    internal static nint Resolve(string libraryName, Assembly assembly, DllImportSearchPath? searchPath) =>
        libraryName == "libsodium" ? Load(Names) : 0;

    /// <exception cref="SealingUnavailableException">No name loads, or the library refuses to initialise.</exception>
    internal static unsafe nint Load(IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            if (!NativeLibrary.TryLoad(name, out var library))
            {
                continue;
            }

            // Calling it here, inside the resolver, is what makes it impossible to call anything before it.
            var initialise = (delegate* unmanaged<int>)NativeLibrary.GetExport(library, "sodium_init");
            return initialise() >= 0 ? library : throw new SealingUnavailableException("libsodium refused to initialise");
        }

        throw new SealingUnavailableException();
    }
}
