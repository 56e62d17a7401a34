using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Broker.Silo.Storage;

/// <summary>Makes a file or a folder entry durable, and fails loudly when that did not happen.</summary>
/// <remarks>The framework's own flush returns normally when the kernel reports an input/output error (measured), so the call is made directly.</remarks>
internal static partial class DurableFile
{
    /// <summary>What follows the name of a file that is being written.</summary>
    public const string Unfinished = ".new";

    private const int OpenReadOnly = 0;
    private const int WriteStep = 4096;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static void Sync(FileStream file) => Check(FileSync(file.SafeFileHandle));

    public static void SyncFolder(string folder)
    {
        int descriptor = Open(folder, OpenReadOnly);
        using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        Check(descriptor < 0 ? -1 : FileSync(handle));
    }

    /// <summary>Writes a file that is there whole or not at all, for its owner alone.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        string temporary = path + Unfinished;
        using (var file = new FileStream(temporary, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = OwnerOnly,
            BufferSize = 0,
        }))
        {
            file.Write(content);
            Sync(file);
        }

        Rename(temporary, path);
    }

    /// <summary>Renames over whatever is there.</summary>
    public static void Rename(string from, string to)
    {
        File.Move(from, to, overwrite: true);
        SyncFolder(Path.GetDirectoryName(to)!);
    }

    /// <summary>Gives a file a second name.</summary>
    public static void Link(string existing, string second)
    {
        Check(HardLink(existing, second));
        SyncFolder(Path.GetDirectoryName(second)!);
    }

    /// <summary>Deletes a file when it is there.</summary>
    public static void Delete(string path)
    {
        if (File.Exists(path))
        {
            File.Delete(path);
            SyncFolder(Path.GetDirectoryName(path)!);
        }
    }

    /// <summary>
    /// Overwrites a file's bytes in place and deletes it, when it is there. What the disk or the file system copied elsewhere before (snapshots,
    /// wear levelling) is out of reach.
    /// </summary>
    public static void Shred(string path)
    {
        if (!File.Exists(path))
        {
            return;
        }

        using (var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            byte[] zeros = new byte[WriteStep];
            for (long left = file.Length; left > 0; left -= WriteStep)
            {
                file.Write(zeros.AsSpan(0, (int)Math.Min(left, WriteStep)));
            }

            Sync(file);
        }

        Delete(path);
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

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int HardLink(string existing, string second);
}
