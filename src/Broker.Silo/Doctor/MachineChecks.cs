using System.Globalization;
using Broker.Silo.Hosting;

namespace Broker.Silo.Doctor;

/// <summary>The checks of the machine that the silo runs on, and of its folder.</summary>
internal static class MachineChecks
{
    /// <summary>What a silo asks for at its start.</summary>
    public const long LeastLockedMemory = 64L << 20;

    /// <summary>Further than a witness's clock and ours may be apart.</summary>
    public static readonly TimeSpan LargestSkew = TimeSpan.FromMinutes(1);

    private const UnixFileMode OthersMayNot = (UnixFileMode)0x3f;

    public static IEnumerable<Finding> All(DoctorFacts facts) =>
        [Clock(facts), Disk(facts), Backup(facts), Files(facts), LockedMemory(facts), CoreFiles(facts), Swap(facts)];

    private static Finding Clock(DoctorFacts facts)
    {
        const string check = "clock";
        if (facts.Store?.LastCosignature is { } cosigned && cosigned > facts.Now + LargestSkew)
        {
            return Finding.Wrong(check, "it is behind: a witness cosigned at a time that is still to come here", "set the clock by a service that keeps it right (chrony, systemd-timesyncd), then restart the silo");
        }

        if (facts.LastBackup is { } backup && backup.At > facts.Now + LargestSkew)
        {
            return Finding.Wrong(check, "it was set back: the last backup was taken at a time that is still to come", "set the clock by a service that keeps it right, then restart the silo");
        }

        return facts.ClockIsKept switch
        {
            false => Finding.Wrong(check, "the kernel says that nobody keeps it right", "run a time service (chrony, systemd-timesyncd): signatures and cut-offs go by this clock"),
            true => Finding.Ok(check, "a time service keeps it"),
            null => Finding.Skipped(check, "the kernel does not tell whether a time service keeps it"),
        };
    }

    private static Finding Disk(DoctorFacts facts)
    {
        const string check = "disk";
        return facts.FreeBytes switch
        {
            null => Finding.Wrong(check, "the data folder is not there or can't be looked at", "check `Silo:DataFolder`, and run this as the silo's user"),
            var free when SiloHealth.IsLow(free.Value) => Finding.Wrong(check, "less than 256 MiB are free in the data folder", "make room, or deposits will be refused"),
            var free => Finding.Ok(check, string.Create(CultureInfo.InvariantCulture, $"{free >> 20} MiB are free in the data folder")),
        };
    }

    private static Finding Backup(DoctorFacts facts)
    {
        const string check = "backup";
        const string todo = "`Broker.Silo backup FILE`, each night; docs/operations.md, \"Backups\"";
        if (facts.LastBackup is not { } last)
        {
            return Finding.Wrong(check, "no backup was ever taken from here", todo);
        }

        string age = string.Create(CultureInfo.InvariantCulture, $"the last one is of {last.At:yyyy-MM-dd}");
        return facts.Now - last.At > TimeSpan.FromDays(facts.BackupDays) ? Finding.Wrong(check, age, todo) : Finding.Ok(check, age);
    }

    private static Finding Files(DoctorFacts facts)
    {
        const string check = "files";
        var there = facts.Files.Where(file => file.Facts is not null).ToList();
        var foreign = there.Where(file => file.Facts!.Owner != facts.User).Select(file => file.Name).ToList();
        if (foreign.Count > 0)
        {
            return Finding.Wrong(check, $"another user owns {string.Join(", ", foreign)}", "run this as the silo's user; `chown` what is not its own");
        }

        var open = there.Where(file => (file.Facts!.Mode & ~file.Most & OthersMayNot) != 0).Select(file => file.Name).ToList();
        return open.Count > 0
            ? Finding.Wrong(check, $"others may read or change {string.Join(", ", open)}", "`chmod go-rwx`; the socket: its group alone, mode 0660")
            : Finding.Ok(check, "the data folder and its files are the silo's alone");
    }

    private static Finding LockedMemory(DoctorFacts facts)
    {
        const string check = "locked-memory";
        return facts.LockedMemory switch
        {
            null => Finding.Skipped(check, "no silo runs whose limits could be read"),
            < LeastLockedMemory => Finding.Wrong(check, "the silo may lock less than 64 MiB of memory, so keys could reach the swap", "`LimitMEMLOCK=64M` in the silo's unit, then restart it"),
            _ => Finding.Ok(check, "the silo may lock what it needs"),
        };
    }

    private static Finding CoreFiles(DoctorFacts facts)
    {
        const string check = "core-dumps";
        return facts.CoreFiles switch
        {
            null => Finding.Skipped(check, "no silo runs whose limits could be read"),
            > 0 => Finding.Wrong(check, "a crash of the silo may write its memory to a file", "`LimitCORE=0` in the silo's unit, then restart it; a silo that could not turn them off says so at its start"),
            _ => Finding.Ok(check, "off"),
        };
    }

    private static Finding Swap(DoctorFacts facts)
    {
        const string check = "swap";
        if (facts.Swaps.Count == 0)
        {
            return Finding.Ok(check, "off");
        }

        return facts.SwapIsEncrypted
            ? Finding.Ok(check, "on, and encrypted as the operator says")
            : Finding.Wrong(check, $"on: {string.Join(", ", facts.Swaps)}", "switch it off, or encrypt it with a key that is new at each start and say so with `--swap-is-encrypted`");
    }
}
