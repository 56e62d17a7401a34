using System.Runtime.InteropServices;
using Broker.Sealing.Interop;

namespace Broker.Sealing;

/// <summary>The system's libsodium, on which every key and envelope of this library depends.</summary>
/// <remarks>References: libsodium 1.0.18 or later, loaded by its versioned name.</remarks>
public static class SodiumLibrary
{
    /// <summary>Loads libsodium. A host calls this at start, so that a missing library stops it before any record arrives.</summary>
    /// <exception cref="SealingUnavailableException">libsodium is absent; the message says what to install.</exception>
    public static void EnsureAvailable() => _ = Sodium.VersionString();

    /// <summary>The version text of the loaded libsodium, for example <c>1.0.18</c>.</summary>
    /// <exception cref="SealingUnavailableException">libsodium is absent.</exception>
    public static string Version => Marshal.PtrToStringUTF8(Sodium.VersionString()) ?? string.Empty;

    /// <summary>
    /// True when the operating system keeps every page that holds keys out of the swap. False means that the limit on
    /// locked memory is too low: a host warns, and refuses to start in production.
    /// </summary>
    /// <remarks><c>sodium_malloc</c> hides this failure, which is why the arena asks a second time and keeps the answer.</remarks>
    public static bool KeyMemoryIsLocked => KeyArena.Shared.IsLocked;
}
