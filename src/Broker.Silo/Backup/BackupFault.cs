namespace Broker.Silo.Backup;

/// <summary>Why a file is not restored. The names are those of docs/specs/backup.md, in kebab case.</summary>
internal enum BackupFault
{
    None,
    NotABackup,
    Version,
    Truncated,
    ManifestHash,
    Manifest,
    Layout,
    PartUnknown,
    PartMissing,
    TrailingBytes,
    PartHash,
    Row,
    Log,
}
