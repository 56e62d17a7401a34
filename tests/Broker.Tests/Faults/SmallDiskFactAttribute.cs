using Broker.Faults.Room;

namespace Broker.Tests.Faults;

/// <summary>A fact that mounts a small file system in memory; skipped, with the reason, where it may not.</summary>
internal sealed class SmallDiskFactAttribute : FactAttribute
{
    public SmallDiskFactAttribute() => Skip = Reason.Value;

    private static readonly Lazy<string?> Reason = new(static () =>
    {
        using SmallDisk? disk = SmallDisk.TryMount(Path.Combine(Path.GetTempPath(), "broker-small-disk-probe"));
        return disk is null ? "no file system may be mounted here" : null;
    });
}
