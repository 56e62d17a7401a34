using System.Security.Cryptography;

namespace Broker.Cli;

/// <summary>A file of the event dataset with the tables that map it.</summary>
/// <param name="Country">ISO 3166-1 alpha-3 code of the country that the rows are about.</param>
/// <param name="File">What became of each row.</param>
/// <param name="Digest">SHA-256 of the file, by which the journal knows its rows.</param>
internal sealed record GedImport(string Country, GedFile File, string Digest)
{
    public const string ActorsFile = "actors-CAF.csv";
    public const string PcodesFile = "ged-admin-to-pcode-CAF.csv";

    /// <summary>Maps a whole file; nothing is sent.</summary>
    public static GedImport Load(string path, string actors, string pcodes, string country)
    {
        GedMapping mapping = new(country, ActorTable.Load(actors), PcodeTable.Load(pcodes));
        var file = GedFile.Load(path, mapping);
        using var stream = System.IO.File.OpenRead(path);
        return new GedImport(country, file, Convert.ToHexStringLower(SHA256.HashData(stream)));
    }

    /// <summary>As <see cref="Load"/>; a table that is not named is the default one beside the file.</summary>
    public static GedImport LoadBeside(string path, string? actors, string? pcodes, string country)
    {
        var beside = Path.GetDirectoryName(Path.GetFullPath(path))!;
        return Load(path, actors ?? Path.Combine(beside, ActorsFile), pcodes ?? Path.Combine(beside, PcodesFile), country);
    }

    /// <summary>The rows that an office deposits.</summary>
    public IReadOnlyList<MappedRow> RowsOf(string office) => [.. File.Rows.Where(row => row.Office == office)];

    /// <summary>How the journal names a row.</summary>
    public string KeyOf(MappedRow row) => RecordSealer.RowKey(Digest, row.Line);

    /// <summary>What people must know: refused rows, and rows whose counts were widened. Line numbers and codes, never content.</summary>
    public IEnumerable<string> Notes() =>
    [
        .. File.Refused.Select(row => $"{row}: not sent"),
        .. File.Rows.Where(row => row.KilledWidened).Select(row => $"line {row.Line}: killed-widened: the three counts were not in order; the range holds all of them"),
    ];
}
