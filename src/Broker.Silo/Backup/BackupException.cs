namespace Broker.Silo.Backup;

/// <summary>A backup or a restore that is not done. Its message says why and what to do, and holds no content.</summary>
internal sealed class BackupException : Exception
{
    public BackupException()
        : base("nothing was done")
    {
    }

    public BackupException(string message)
        : base(message)
    {
    }

    public BackupException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>What is wrong with the file; <see cref="BackupFault.None"/> when it is something else.</summary>
    public BackupFault Fault { get; init; }

    /// <summary>The fault as docs/specs/backup.md names it.</summary>
    public static string NameOf(BackupFault fault) =>
        string.Concat(fault.ToString().Select((letter, at) => char.IsAsciiLetterUpper(letter) ? (at > 0 ? "-" : "") + char.ToLowerInvariant(letter) : letter.ToString()));

    /// <summary>A file that is not restored.</summary>
    public static BackupException Of(BackupFault fault) => new(fault switch
    {
        BackupFault.Version => "the backup is of a newer format (version); nothing was changed: restore it with the broker that wrote it",
        BackupFault.Layout => "the backup has another layout (layout); nothing was changed: restore it with a broker of that layout, then start this one on what was restored",
        BackupFault.NotABackup => "the file is not a backup (not-a-backup); nothing was changed",
        _ => $"the backup is damaged ({NameOf(fault)}); nothing was changed: take another copy of it, or an earlier one",
    })
    {
        Fault = fault,
    };
}
