namespace Broker.Silo.Backup;

/// <summary>What a value of a row is; the numbers are its first byte in a backup.</summary>
internal enum ValueKind
{
    Null = 0,
    Number = 1,
    Text = 2,
    Bytes = 3,
}
