using Broker.Silo.Storage;
using Broker.Silo.Verbs;

namespace Broker.Silo.Doctor;

/// <summary>Gathers what the checks look at.</summary>
internal static class DoctorLook
{
    private const UnixFileMode OwnerAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnerAndGroup = OwnerAlone | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    public static async Task<DoctorFacts> GatherAsync(VerbLine line, SiloOptions options, DateTimeOffset now)
    {
        SiloAnswer? silo = await SiloLook.AskAsync(options);
        IReadOnlyList<string> limits = silo?.ProcessId is { } process ? ProcFiles.Lines($"/proc/{process}/limits") : [];
        bool hasFolder = options.DataFolder.Length > 0 && Directory.Exists(options.DataFolder);
        return new DoctorFacts
        {
            Now = now,
            IsDevelopment = options.IsDevelopment,
            SettingFaults = options.Faults(),
            Silo = silo,
            Store = hasFolder && PostgresStore.IsConnection(options.Postgres) ? StoreLook.Read(options) : null,
            LockedMemory = ProcFiles.Limit(limits, ProcFiles.LockedMemory),
            CoreFiles = ProcFiles.Limit(limits, ProcFiles.CoreFiles),
            ClockIsKept = KernelClock.IsKept(),
            FreeBytes = hasFolder ? new DriveInfo(options.DataFolder).AvailableFreeSpace : null,
            LastBackup = hasFolder ? BackupMark.Read(options.DataFolder) : null,
            BackupDays = line.BackupDays,
            Swaps = ProcFiles.Swaps(ProcFiles.Lines("/proc/swaps")),
            SwapIsEncrypted = line.SwapIsEncrypted,
            User = FileFacts.CurrentUser,
            Files = hasFolder ? [.. Files(options)] : [],
        };
    }

    private static IEnumerable<ExpectedFile> Files(SiloOptions options)
    {
        yield return new ExpectedFile("the data folder", FileFacts.Of(options.DataFolder), OwnerAlone);
        foreach (string path in Directory.EnumerateFileSystemEntries(options.DataFolder).Order(StringComparer.Ordinal))
        {
            yield return new ExpectedFile(Path.GetFileName(path), FileFacts.Of(path), string.Equals(path, options.Socket, StringComparison.Ordinal) ? OwnerAndGroup : OwnerAlone);
        }

        if (options.Socket.Length > 0)
        {
            yield return new ExpectedFile("the socket", FileFacts.Of(options.Socket), OwnerAndGroup);
        }

        if (options.LogFolder.Length > 0)
        {
            yield return new ExpectedFile("the folder of the log files", FileFacts.Of(options.LogFolder), OwnerAlone);
        }
    }
}
