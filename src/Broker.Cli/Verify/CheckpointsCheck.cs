using System.Globalization;
using Broker.Transparency;

namespace Broker.Cli.Verify;

/// <summary>What was given to <c>broker verify consistency OLDFILE NEWFILE</c>: two checkpoints of one log, and a copy of the log where their sizes differ.</summary>
internal sealed record CheckpointsCheck
{
    internal required IReadOnlyList<string> Files { get; init; }

    internal string? Directory { get; init; }

    internal string? Trust { get; init; }

    internal VerifyOutcome Run(VerifyDelegate ed25519)
    {
        if (Files.Count != 2 || Files.Any(string.IsNullOrEmpty))
        {
            return VerifyOutcome.Malformed("two files with checkpoints are needed, the older first");
        }

        return string.IsNullOrEmpty(Trust) ? VerifyOutcome.Malformed($"`{LogCheck.TrustOption}` is missing") : VerifyFiles.Try(() => RunCore(Trust, ed25519));
    }

    private VerifyOutcome RunCore(string trustFile, VerifyDelegate ed25519)
    {
        if (!VerifyFiles.TryTrust(trustFile, ed25519, out var log, out var problem)
            || !VerifyFiles.TryCheckpoint(Files[0], "the older checkpoint", log, out var old, out problem)
            || !VerifyFiles.TryCheckpoint(Files[1], "the newer checkpoint", log, out var now, out problem))
        {
            return problem;
        }

        if (old.Size > now.Size)
        {
            return new VerifyOutcome(false, string.Create(
                CultureInfo.InvariantCulture, $"not consistent in this order: the first has {old.Size} entries, the second {now.Size}; if the second is the newer one, the log was rolled back"));
        }

        return old.Size == now.Size ? OfOneSize(old, now)
            : string.IsNullOrEmpty(Directory) ? VerifyOutcome.Malformed($"`{LogCheck.DirectoryOption}` is missing: the sizes differ, so a copy of the log is needed")
            : OfTwoSizes(Directory, log, old, now);
    }

    private static VerifyOutcome OfOneSize(TreeHead old, TreeHead now) => old.Root == now.Root
        ? new VerifyOutcome(true, string.Create(CultureInfo.InvariantCulture, $"consistent: both are of the same {old.Size} entries"))
        : new VerifyOutcome(false, string.Create(
            CultureInfo.InvariantCulture, $"not consistent: both are of {old.Size} entries and their roots differ. The log is forked; keep both, they prove it"));

    private static VerifyOutcome OfTwoSizes(string directory, CheckpointVerifier log, TreeHead old, TreeHead now)
    {
        if (!MirroredLog.TryOpen(directory, log, out var mirror, out var problem))
        {
            return problem;
        }

        var (first, second) = (mirror.Contains(old), mirror.Contains(now));
        return !first.Holds ? first : !second.Holds ? second : new VerifyOutcome(true, string.Create(
            CultureInfo.InvariantCulture, $"consistent: the log of {now.Size} entries extends that of {old.Size}, as the mirror shows"));
    }
}
