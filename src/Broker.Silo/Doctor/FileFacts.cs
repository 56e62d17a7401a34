using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Broker.Silo.Doctor;

/// <summary>Owner and mode of a file.</summary>
/// <remarks>The framework gives the mode alone. Reference: statx(2), whose structure is the same on every architecture.</remarks>
internal sealed partial record FileFacts(uint Owner, UnixFileMode Mode)
{
    private const int CurrentFolder = -100; // AT_FDCWD
    private const uint BasicFacts = 0x7ff; // STATX_BASIC_STATS
    private const int Size = 256;
    private const int OwnerAt = 20;
    private const int ModeAt = 28;
    private const int Permissions = 0xfff;

    public static uint CurrentUser => EffectiveUser();

    /// <summary>Null when it is not there or can't be looked at.</summary>
    public static FileFacts? Of(string path)
    {
        byte[] facts = new byte[Size];
        return Look(CurrentFolder, path, 0, BasicFacts, facts) != 0
            ? null
            : new FileFacts(
                BinaryPrimitives.ReadUInt32LittleEndian(facts.AsSpan(OwnerAt)), (UnixFileMode)(BinaryPrimitives.ReadUInt16LittleEndian(facts.AsSpan(ModeAt)) & Permissions));
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Look(int folder, string path, int flags, uint mask, [Out] byte[] facts);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint EffectiveUser();
}
