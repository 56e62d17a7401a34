namespace Broker.Silo.Backup;

/// <summary>What a manifest says of one part.</summary>
/// <param name="Name">Name of the table.</param>
/// <param name="Rows">How many rows it has.</param>
/// <param name="Length">How many bytes.</param>
/// <param name="Digest">SHA-256 of the bytes, 64 hexadecimal digits.</param>
internal sealed record BackupPart(string Name, long Rows, long Length, string Digest);
