using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Broker.Cli;

/// <summary>Files that are there whole or not at all, also after a power cut; what could not be made durable is an exception.</summary>
/// <remarks>The framework's own flush returns normally when the kernel reports an input/output error (measured), so the call is made directly.</remarks>
internal static partial class DurableFile
{
    private const int OpenReadOnly = 0;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes a file for its owner alone, in the place of one that is there.</summary>
    /// <exception cref="IOException">It may or may not be durable: nothing may be answered on the strength of it.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var draft = path + ".new";
        FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using (FileStream file = new(draft, options))
        {
            file.Write(content);
            Sync(file);
        }

        File.Move(draft, path, overwrite: true);
        SyncFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>Makes files durable that were just written below a folder: first what each holds, then the names, in every folder from theirs up to that one.</summary>
    /// <remarks>For many files at once. What went wrong while the kernel wrote a closed file out, it reports to the next who syncs it.</remarks>
    /// <exception cref="IOException">They may or may not be durable: nothing may be kept that calls for them.</exception>
    public static void SyncAll(string folder, IReadOnlyCollection<string> files)
    {
        foreach (var path in files)
        {
            using FileStream file = new(path, new FileStreamOptions { Access = FileAccess.Write, BufferSize = 0 });
            Sync(file);
        }

        var top = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        foreach (var holder in files.SelectMany(file => FoldersOf(file, top)).Distinct(StringComparer.Ordinal))
        {
            SyncFolder(holder);
        }
    }

    private static IEnumerable<string> FoldersOf(string file, string top)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        for (; folder.Length > top.Length; folder = Path.GetDirectoryName(folder)!)
        {
            yield return folder;
        }

        yield return top;
    }

    private static void Sync(FileStream file)
    {
        if (OperatingSystem.IsWindows())
        {
            file.Flush(flushToDisk: true);
        }
        else
        {
            Check(FileSync(file.SafeFileHandle));
        }
    }

    // A name is in its folder for good only once the folder is synced. Windows writes folders through.
    private static void SyncFolder(string folder)
    {
        if (!OperatingSystem.IsWindows())
        {
            var descriptor = Open(folder, OpenReadOnly);
            using SafeFileHandle handle = new(descriptor, ownsHandle: true);
            Check(descriptor < 0 ? -1 : FileSync(handle));
        }
    }

    private static void Check(int answer)
    {
        if (answer != 0)
        {
            throw new IOException("a file could not be made durable");
        }
    }

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int FileSync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);
}
