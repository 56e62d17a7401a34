using System.Diagnostics;

namespace Broker.Faults.Room;

/// <summary>A file system of 8 MB in memory; needs the right to mount.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string folder;

    private SmallDisk(string folder) => this.folder = folder;

    /// <summary>Mounts one there; null where that is not allowed.</summary>
    public static SmallDisk? TryMount(string folder)
    {
        Directory.CreateDirectory(folder);
        return Run("mount", "-t", "tmpfs", "-o", "size=8m,mode=700", "broker-faults", folder) ? new SmallDisk(folder) : null;
    }

    public void Dispose()
    {
        _ = Run("umount", "-l", folder);
        Directory.Delete(folder, recursive: true);
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using Process one = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            one.WaitForExit();
            return one.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
