namespace Broker.Silo.Doctor;

/// <summary>All that the checks look at, gathered before any of them: so each can be tried on any facts.</summary>
internal sealed record DoctorFacts
{
    public required DateTimeOffset Now { get; init; }

    public required bool IsDevelopment { get; init; }

    /// <summary>What is wrong with the settings.</summary>
    public IReadOnlyList<string> SettingFaults { get; init; } = [];

    /// <summary>Null when no silo answers.</summary>
    public SiloAnswer? Silo { get; init; }

    public StoreFacts? Store { get; init; }

    /// <summary>The limit of locked memory of the silo's process in bytes; null when that could not be read.</summary>
    public long? LockedMemory { get; init; }

    /// <summary>The limit of core files of the silo's process in bytes; null when that could not be read.</summary>
    public long? CoreFiles { get; init; }

    /// <summary>Whether the kernel says that its clock is kept right; null when it does not tell.</summary>
    public bool? ClockIsKept { get; init; }

    /// <summary>Bytes that are free in the data folder; null when it is not there.</summary>
    public long? FreeBytes { get; init; }

    public BackupMark? LastBackup { get; init; }

    public int BackupDays { get; init; } = Verbs.VerbLine.DefaultBackupDays;

    /// <summary>Areas of swap that are in use.</summary>
    public IReadOnlyList<string> Swaps { get; init; } = [];

    public bool SwapIsEncrypted { get; init; }

    /// <summary>The user who runs the checks, who has to be the silo's.</summary>
    public uint User { get; init; }

    public IReadOnlyList<ExpectedFile> Files { get; init; } = [];
}
