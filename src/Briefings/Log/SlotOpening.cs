namespace Broker.Briefings;

/// <summary>What a depositor's slot of a release commits to; only that depositor can find the slot, and it may demand this opening.</summary>
public sealed record SlotOpening
{
    /// <summary>Largest text, in bytes: about 61,000 records.</summary>
    public const int MaxBytes = 2 * 1024 * 1024;

    /// <summary>So many records fit whatever the other lines say; an opening that names so many may not name all.</summary>
    public const int MostRecords = 60_000;

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

    /// <summary>The depositor's records that were admitted to the measurement, in the order of their texts, without doubles.</summary>
    public required IReadOnlyList<RecordName> Records { get; init; }

    /// <summary>The one text of this opening; <see cref="Sha256Digest.Of"/> it for the slot.</summary>
    /// <exception cref="ArgumentException">A value is out of range, or records are not sorted.</exception>
    public byte[] Encode(string origin)
    {
        FactsWriter writer = new FactsWriter(origin, Use)
            .Line("salt", Salt)
            .Line("depositor", Depositor)
            .Line("tier", Tier)
            .Line("country", Country)
            .Line("period", Period)
            .Line("revision", Revision)
            .Line("threshold", (long)Threshold)
            .Line("audience", Audience);
        foreach (RecordName record in Records)
        {
            writer.Line("record", record);
        }

        return writer.Bytes(bytes => Fault(bytes, origin));
    }

    /// <summary>Reads an opening of the log <paramref name="origin"/>.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, string origin, out SlotOpening? opening, out FactsFault fault)
    {
        FactsReader reader = new(text, origin, Use, MaxBytes);
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
            Records = ReadRecords(ref reader),
        };
        reader.Check(read.Threshold >= 1);
        fault = reader.Finish();
        opening = fault == FactsFault.None ? read : null;
        return opening is not null;
    }

    private static List<RecordName> ReadRecords(ref FactsReader reader)
    {
        List<RecordName> records = [];
        while (reader.Fault == FactsFault.None && !reader.AtEnd)
        {
            RecordName record = reader.Record("record"u8);
            reader.Check(records.Count == 0 || records[^1].CompareTo(record) < 0, FactsFault.Order);
            records.Add(record);
        }

        return records;
    }

    private static FactsFault Fault(byte[] bytes, string origin)
    {
        _ = TryParse(bytes, origin, out _, out FactsFault fault);
        return fault;
    }
}
