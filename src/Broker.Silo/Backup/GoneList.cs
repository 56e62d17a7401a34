using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Broker.Sealing;
using Broker.Silo.Deposits;
using Broker.Silo.Storage;
using Broker.Silo.Vault;

namespace Broker.Silo.Backup;

/// <summary>Which records were withdrawn or have expired, so that a restore of an earlier backup does not bring their keys back. Format: docs/specs/backup.md.</summary>
internal sealed record GoneList(string Origin, IReadOnlyList<(RecordId Record, RecordState State)> Records)
{
    /// <summary>Room for some thirty million records.</summary>
    public const long LargestFile = 1L << 30;

    private const string FirstLine = "broker-gone/1";
    private const string Withdrawn = "withdrawn";
    private const string Expired = "expired";

    // The tag of no depositor, and the digest of no package.
    private static readonly byte[] Nobody = new byte[32];

    public static GoneList Of(BackupSource source, string origin) => new(origin, source.Store.Rows(
        row => (RecordId.TryParse(row.GetString(0), out RecordId record) ? record : throw new DamagedStoreException(), (RecordState)row.GetInt32(1)), "SELECT record, state FROM records WHERE state <> 0 ORDER BY record"));

    public byte[] Format()
    {
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"{FirstLine}\norigin {Origin}\n"));
        foreach ((RecordId record, RecordState state) in Records)
        {
            text.Append(CultureInfo.InvariantCulture, $"{record} {(state == RecordState.Expired ? Expired : Withdrawn)}\n");
        }

        return Encoding.ASCII.GetBytes($"{text}end {DigestOf(text.ToString())}\n");
    }

    /// <summary>Reads a file, strictly: whole, with its digest, records in ascending order.</summary>
    public static bool TryParse(ReadOnlySpan<byte> file, out GoneList? list)
    {
        list = null;
        string text = Encoding.Latin1.GetString(file);
        int end = text.LastIndexOf("\nend ", StringComparison.Ordinal) + 1;
        if (end == 0 || !string.Equals(text[end..], $"end {DigestOf(text[..end])}\n", StringComparison.Ordinal))
        {
            return false;
        }

        string[] lines = text[..end].Split('\n')[..^1];
        if (lines.Length < 2 || lines[0] != FirstLine || !lines[1].StartsWith("origin ", StringComparison.Ordinal))
        {
            return false;
        }

        var records = new List<(RecordId, RecordState)>(lines.Length);
        string before = "";
        foreach (string line in lines[2..])
        {
            string[] words = line.Split(' ');
            if (words.Length != 2 || !RecordId.TryParse(words[0], out RecordId record) || string.CompareOrdinal(before, words[0]) >= 0 || words[1] is not (Withdrawn or Expired))
            {
                return false;
            }

            before = words[0];
            records.Add((record, words[1] == Expired ? RecordState.Expired : RecordState.Withdrawn));
        }

        list = new GoneList(lines[1]["origin ".Length..], records);
        return true;
    }

    /// <summary>
    /// Shreds what a restored store holds of these records, without any key: the data key and what was sealed under it. What names such a record elsewhere is
    /// passed over or taken out as it is read, because the table of records says that it is gone. Of one that the store does not know the id is taken: its package
    /// may wait in the inbox, or be sent again.
    /// </summary>
    public void Apply(StoreConnection connection)
    {
        int changed = 0;
        foreach ((RecordId record, RecordState state) in Records)
        {
            string id = record.ToString();
            int known = connection.Execute(
                "UPDATE records SET sealed = NULL, manifest = NULL, source = NULL, receipt = NULL, state = $2 WHERE record = $1 AND state = 0", id, (long)state);
            changed += known;
            if (known == 0)
            {
                connection.Execute(
                    "INSERT INTO records (id, record, owner, package, state) VALUES ((SELECT coalesce(max(id), 0) + 1 FROM records), $1, $2, $2, $3) ON CONFLICT (record) DO NOTHING",
                    id, Nobody, (long)state);
            }
        }

        // All at once: the table is not ordered by records.
        connection.Execute("DELETE FROM data_keys WHERE record IN (SELECT record FROM records WHERE state <> 0)");
        if (changed > 0)
        {
            // What was counted with them is counted anew.
            connection.Execute("UPDATE generations SET generation = generation + 1");
            connection.Execute("DELETE FROM cells");
        }
    }

    private static string DigestOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.Latin1.GetBytes(text)));
}
