using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Broker.Silo.Storage;

/// <summary>Makes a file or a folder entry durable, and fails loudly when that did not happen.</summary>
/// <remarks>The framework's own flush returns normally when the kernel reports an input/output error (measured), so the call is made directly.</remarks>
internal static partial class DurableFile
{
    private const int OpenReadOnly = 0;

    public static void Sync(FileStream file) => Check(FileSync(file.SafeFileHandle));

    public static void SyncFolder(string folder)
    {
        int descriptor = Open(folder, OpenReadOnly);
        using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        Check(descriptor < 0 ? -1 : FileSync(handle));
    }

    private static void Check(int answer)
    {
        if (answer != 0)
        {
            throw new StoreUnavailableException("a file could not be made durable");
        }
    }

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int FileSync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);
}
