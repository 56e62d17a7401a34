namespace Broker.Silo.Backup;

/// <summary>What is restored: a verified backup, the records that are gone since, and the time.</summary>
internal sealed record RestorePlan(BackupFile Backup, GoneList? Gone, DateTimeOffset Now);
