using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Broker.Silo.Storage;
using Broker.Transparency;

namespace Broker.Silo.Backup;

/// <summary>The first <see cref="Size"/> bytes of a backup: what it is, and what each part has to be. Format: docs/specs/backup.md.</summary>
internal sealed record BackupManifest(string Origin, DateOnly Day, long WriterEpoch, TreeHead Log, IReadOnlyList<BackupPart> Parts)
{
    /// <summary>Its place in the file; what the text leaves is zeros.</summary>
    public const int Size = 16_384;

    /// <summary>The writer's epoch is raised by less than this at a restore.</summary>
    public const long EpochsAbove = 1L << 48;

    private const string Family = "broker-backup/";
    private const string FirstLine = Family + "1\n";
    private const string DayFormat = "yyyy-MM-dd";
    private const int DigestLength = 64;

    public long LengthOfParts => Parts.Aggregate(0L, (sum, part) => checked(sum + part.Length));

    public byte[] Format()
    {
        var text = new StringBuilder(FirstLine);
        text.Append(CultureInfo.InvariantCulture, $"origin {Origin}\nlayout {Schema.Version}\nday {Day.ToString(DayFormat, CultureInfo.InvariantCulture)}\n");
        text.Append(CultureInfo.InvariantCulture, $"writer-epoch {WriterEpoch}\nlog-size {Log.Size}\nlog-root {Convert.ToHexStringLower(Log.Root.ToArray())}\n");
        foreach (BackupPart part in Parts)
        {
            text.Append(CultureInfo.InvariantCulture, $"part {part.Name} {part.Rows} {part.Length} {part.Digest}\n");
        }

        string lines = text.ToString();
        byte[] manifest = new byte[Size];
        Encoding.ASCII.GetBytes($"{lines}end {DigestOf(lines)}\n", manifest);
        return manifest;
    }

    /// <summary>Reads the first bytes of a file, strictly.</summary>
    /// <param name="head">Up to <see cref="Size"/> bytes: as many as the file has.</param>
    /// <param name="manifest">The manifest; null when there is a fault.</param>
    public static BackupFault Read(ReadOnlySpan<byte> head, out BackupManifest? manifest)
    {
        manifest = null;
        if (!head.StartsWith(Encoding.ASCII.GetBytes(Family)))
        {
            return BackupFault.NotABackup;
        }

        if (!head.StartsWith(Encoding.ASCII.GetBytes(FirstLine)))
        {
            return BackupFault.Version;
        }

        if (head.Length < Size)
        {
            return BackupFault.Truncated;
        }

        ReadOnlySpan<byte> used = head.TrimEnd((byte)0);
        if (!Ascii.IsValid(used) || used.IndexOf((byte)'\r') >= 0)
        {
            return BackupFault.ManifestHash;
        }

        string text = Encoding.ASCII.GetString(used);
        int end = text.LastIndexOf("\nend ", StringComparison.Ordinal) + 1;
        return end == 0 || !string.Equals(text[end..], $"end {DigestOf(text[..end])}\n", StringComparison.Ordinal)
            ? BackupFault.ManifestHash
            : ReadLines(text[..end].Split('\n')[1..^1], out manifest);
    }

    private static BackupFault ReadLines(string[] lines, out BackupManifest? manifest)
    {
        manifest = null;
        string[] names = ["origin", "layout", "day", "writer-epoch", "log-size", "log-root"];
        if (lines.Length < names.Length || names.Where((name, at) => !lines[at].StartsWith(name + " ", StringComparison.Ordinal)).Any())
        {
            return BackupFault.Manifest;
        }

        string[] values = [.. names.Select((name, at) => lines[at][(name.Length + 1)..])];
        if (!Sealing.Origin.TryParse(values[0], out _) || !TryNumber(values[1], out long layout) || !TryNumber(values[3], out long epoch) || epoch > long.MaxValue - (2 * EpochsAbove) || !TryNumber(values[4], out long size)
            || !DateOnly.TryParseExact(values[2], DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) || !IsDigest(values[5]))
        {
            return BackupFault.Manifest;
        }

        if (layout != Schema.Version)
        {
            return BackupFault.Layout;
        }

        BackupFault fault = ReadParts(lines[names.Length..], out List<BackupPart> parts);
        if (fault == BackupFault.None)
        {
            manifest = new BackupManifest(values[0], day, epoch, new TreeHead(size, new Hash32(Convert.FromHexString(values[5]))), parts);
        }

        return fault;
    }

    /// <summary>The parts are the tables of the layout, all of them, in their order.</summary>
    private static BackupFault ReadParts(string[] lines, out List<BackupPart> parts)
    {
        parts = [];
        long sum = 0;
        foreach (string line in lines)
        {
            string[] words = line.Split(' ');
            if (words.Length != 5 || words[0] != "part" || !TryNumber(words[2], out long rows) || !TryNumber(words[3], out long length) || !IsDigest(words[4])
                || length > long.MaxValue - Size - sum)
            {
                return BackupFault.Manifest;
            }

            if (parts.Count == BackupTables.All.Count || !BackupTables.All.Any(table => table.Name == words[1]))
            {
                return BackupFault.PartUnknown;
            }

            if (BackupTables.All[parts.Count].Name != words[1])
            {
                return BackupFault.PartMissing;
            }

            sum += length;
            parts.Add(new BackupPart(words[1], rows, length, words[4]));
        }

        return parts.Count < BackupTables.All.Count ? BackupFault.PartMissing : BackupFault.None;
    }

    private static string DigestOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text)));

    private static bool IsDigest(string text) => text.Length == DigestLength && text.All(char.IsAsciiHexDigitLower);

    /// <summary>A decimal in its one spelling.</summary>
    private static bool TryNumber(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && string.Equals(number.ToString(CultureInfo.InvariantCulture), text, StringComparison.Ordinal);
}
