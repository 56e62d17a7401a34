using System.Security.Cryptography;
using Broker.Bench.Harness;

namespace Broker.Bench.Rows;

/// <summary>A row like a sealed record's, in a table of the bench's own, so that the store's tables may change; only the id differs.</summary>
internal static class StoreRow
{
    internal const string Table = """
        CREATE TABLE IF NOT EXISTS bench (record TEXT PRIMARY KEY, depositor TEXT NOT NULL, sealed BLOB NOT NULL) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS bench_by_depositor ON bench (depositor);
        """;

    internal const string Insert = "INSERT INTO bench (record, depositor, sealed) VALUES ($1, $2, $3)";
    internal const string Depositor = "0123456789abcdef";

    internal static byte[] Sealed { get; } = Inputs.Bytes(2048);

    internal static string NewId() => RandomNumberGenerator.GetHexString(26, lowercase: true);
}
