using System.Runtime.InteropServices;

namespace Broker.Silo.Doctor;

/// <summary>Whether the kernel's clock is kept right. Reference: adjtimex(2).</summary>
internal static partial class KernelClock
{
    private const int Unsynchronised = 5; // TIME_ERROR
    private const int Size = 256; // more than struct timex on any architecture; its first field is zero: nothing is changed

    /// <summary>Null when the kernel does not tell.</summary>
    public static bool? IsKept()
    {
        try
        {
            return Adjust(new byte[Size]) switch
            {
                < 0 => null,
                Unsynchronised => false,
                _ => true,
            };
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "adjtimex", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Adjust([In, Out] byte[] facts);
}
