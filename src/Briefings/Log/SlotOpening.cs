using System.Security.Cryptography;

namespace Broker.Briefings;

/// <summary>What a depositor's slot of a release commits to; only that depositor can find the slot, and it may demand this opening.</summary>
/// <remarks>
/// The slot holds <see cref="Digest"/>: SHA-256 of the text in which each record stands as its salted hash alone. So a record can be
/// shredded out of a kept opening, and what is left still is what the slot commits to.
/// </remarks>
public sealed record SlotOpening
{
    /// <summary>The most records that one opening names; a depositor with more finds the others in no opening.</summary>
    public const int MostRecords = 60_000;

    /// <summary>Largest text, in bytes: <see cref="MostRecords"/> of the longest lines, and the lines before them.</summary>
    public const int MaxBytes = 4096 + (MostRecords * LongestLine);

    private const int LongestLine = 70; // a shredded record's
    private const int Version = 2;
    private const string Use = "slot";

    /// <summary>32 random bytes, so that nobody can try openings against a slot.</summary>
    public required Sha256Digest Salt { get; init; }

    /// <summary>The depositor.</summary>
    public required AccountName Depositor { get; init; }

    /// <summary>The tier's name.</summary>
    public required string Tier { get; init; }

    /// <summary>ISO 3166-1 alpha-3.</summary>
    public required string Country { get; init; }

    /// <summary>Identifier of the period.</summary>
    public required string Period { get; init; }

    /// <summary>SHA-256 of the sharing policy's file.</summary>
    public required Sha256Digest Revision { get; init; }

    /// <summary>k: the tier's threshold of sources, at least 1.</summary>
    public required int Threshold { get; init; }

    /// <summary>The audience in words, one line of at most 200 bytes.</summary>
    public required string Audience { get; init; }

    /// <summary>
    /// The depositor's records that were admitted to the measurement, without doubles, in ascending order of their hashes: it tells neither
    /// which was deposited first nor, of a shredded one, which it was.
    /// </summary>
    public required IReadOnlyList<SlotRecord> Lines { get; init; }

    /// <summary>The records that are still opened, in the order of <see cref="Lines"/>.</summary>
    public IReadOnlyList<RecordName> Records => [.. Lines.Where(line => line.Record is not null).Select(line => line.Record!.Value)];

    /// <summary>How many records were shredded since the release.</summary>
    public int Gone => Lines.Count(line => line.Record is null);

    /// <summary>Commits to records, each under a fresh salt, in the order that an opening has them.</summary>
    /// <param name="origin">The log.</param>
    /// <param name="records">The records.</param>
    /// <param name="random">Fills the salts.</param>
    public static IReadOnlyList<SlotRecord> Commit(string origin, IEnumerable<RecordName> records, RandomFill random)
        => Sorted(records.Select(record => SlotRecord.Of(origin, Tag16.New(random), record)));

    /// <summary>The lines in the order that an opening has them.</summary>
    public static IReadOnlyList<SlotRecord> Sorted(IEnumerable<SlotRecord> lines)
        => [.. lines.Order(Comparer<SlotRecord>.Create((one, other) => one.Hash.CompareTo(other.Hash)))];

    /// <summary>The one text of this opening.</summary>
    /// <exception cref="ArgumentException">A value is out of range, or lines are not sorted.</exception>
    public byte[] Encode(string origin)
    {
        FactsWriter writer = Head(origin);
        foreach (SlotRecord line in Lines)
        {
            _ = line.Record is RecordName record ? writer.Line("record", $"{line.Salt} {record}") : writer.Line("gone", line.Hash);
        }

        return writer.Bytes(bytes => Fault(bytes, origin));
    }

    /// <summary>What the slot holds; the same whichever records were shredded.</summary>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public Sha256Digest Digest(string origin)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData((this with { Lines = [] }).Encode(origin));
        foreach (SlotRecord line in Lines)
        {
            hash.AppendData(Ascii.Utf8($"record {line.Hash}\n"));
        }

        Span<byte> digest = stackalloc byte[Sha256Digest.Size];
        hash.GetHashAndReset(digest);
        return Sha256Digest.FromBytes(digest);
    }

    /// <summary>The opening with these records shredded; others that it does not name change nothing.</summary>
    public SlotOpening Without(IReadOnlySet<RecordName> gone)
        => this with { Lines = [.. Lines.Select(line => line.Record is RecordName record && gone.Contains(record) ? line.Shred() : line)] };

    /// <summary>Reads an opening of the log <paramref name="origin"/>.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, string origin, out SlotOpening? opening, out FactsFault fault)
    {
        FactsReader reader = new(text, origin, Use, MaxBytes, Version);
        SlotOpening read = new()
        {
            Salt = reader.Digest("salt"u8),
            Depositor = reader.Account("depositor"u8),
            Tier = reader.Slug("tier"u8),
            Country = reader.Country("country"u8),
            Period = reader.Period("period"u8),
            Revision = reader.Digest("revision"u8),
            Threshold = (int)reader.Number("threshold"u8, 1_000_000),
            Audience = reader.Words("audience"u8),
            Lines = ReadLines(ref reader, origin),
        };
        reader.Check(read.Threshold >= 1);
        fault = reader.Finish();
        opening = fault == FactsFault.None ? read : null;
        return opening is not null;
    }

    /// <summary>Says nothing of what it holds.</summary>
    public override string ToString() => "opening of a slot";

    private FactsWriter Head(string origin) => new FactsWriter(origin, Use, Version)
        .Line("salt", Salt)
        .Line("depositor", Depositor)
        .Line("tier", Tier)
        .Line("country", Country)
        .Line("period", Period)
        .Line("revision", Revision)
        .Line("threshold", (long)Threshold)
        .Line("audience", Audience);

    private static List<SlotRecord> ReadLines(ref FactsReader reader, string origin)
    {
        List<SlotRecord> lines = [];
        HashSet<RecordName> names = [];
        byte[] domain = reader.Fault == FactsFault.None ? SlotRecord.Domain(origin) : [];
        while (reader.Fault == FactsFault.None && !reader.AtEnd)
        {
            SlotRecord line = ReadLine(ref reader, domain);
            reader.Check(lines.Count == 0 || lines[^1].Hash.CompareTo(line.Hash) < 0, FactsFault.Order);
            reader.Check(line.Record is not RecordName record || names.Add(record), FactsFault.Order);
            reader.Check(lines.Count < MostRecords, FactsFault.TooLarge);
            lines.Add(line);
        }

        return lines;
    }

    private static SlotRecord ReadLine(ref FactsReader reader, ReadOnlySpan<byte> domain)
    {
        ReadOnlySpan<byte> text = reader.Line();
        SlotRecord line = default;
        if (text.StartsWith("record "u8))
        {
            reader.Check(SlotRecord.TryParse(text["record ".Length..], domain, out line));
        }
        else if (text.StartsWith("gone "u8))
        {
            reader.Check(Sha256Digest.TryParse(text["gone ".Length..], out Sha256Digest hash));
            line = SlotRecord.Gone(hash);
        }
        else
        {
            reader.Check(false, FactsFault.Line);
        }

        return line;
    }

    private static FactsFault Fault(byte[] bytes, string origin)
    {
        _ = TryParse(bytes, origin, out _, out FactsFault fault);
        return fault;
    }
}
