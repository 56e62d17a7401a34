namespace Broker.Briefings;

/// <summary>What the entry of a refusal commits to: who asked for what, and the rule that refused.</summary>
public sealed record RefusalFacts
{
    /// <summary>Largest text, in bytes.</summary>
    public const int MaxBytes = 2048;

    private const string Use = "refusal-facts";

    /// <summary>The requester's account.</summary>
    public required AccountName Requester { get; init; }

    /// <summary>For whom the requester acts.</summary>
    public required Affiliation For { get; init; }

    /// <summary>The tier that was asked for.</summary>
    public required string Tier { get; init; }

    /// <summary>ISO 3166-1 alpha-3.</summary>
    public required string Country { get; init; }

    /// <summary>Identifier of the period.</summary>
    public required string Period { get; init; }

    /// <summary>The purpose's name in the sharing policy.</summary>
    public required string Purpose { get; init; }

    /// <summary>The determining rule's name, or the closed code of an implicit refusal.</summary>
    public required string Rule { get; init; }

    /// <summary>SHA-256 of the sharing policy's file.</summary>
    public required Sha256Digest PolicyRevision { get; init; }

    /// <summary>The day of the refusal, UTC.</summary>
    public required DateOnly Refused { get; init; }

    /// <summary>The one text of these facts.</summary>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public byte[] Encode(string origin) => new FactsWriter(origin, Use)
        .Line("requester", Requester)
        .Line("for", For)
        .Line("tier", Tier)
        .Line("country", Country)
        .Line("period", Period)
        .Line("purpose", Purpose)
        .Line("rule", Rule)
        .Line("policy-revision", PolicyRevision)
        .Line("refused", Refused)
        .Bytes(bytes => Fault(bytes, origin));

    /// <summary>Reads the facts of an entry of the log <paramref name="origin"/>.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, string origin, out RefusalFacts? facts, out FactsFault fault)
    {
        FactsReader reader = new(text, origin, Use, MaxBytes);
        RefusalFacts read = new()
        {
            Requester = reader.Account("requester"u8),
            For = reader.Affiliation("for"u8),
            Tier = reader.Slug("tier"u8),
            Country = reader.Country("country"u8),
            Period = reader.Period("period"u8),
            Purpose = reader.Slug("purpose"u8),
            Rule = reader.Words("rule"u8),
            PolicyRevision = reader.Digest("policy-revision"u8),
            Refused = reader.Date("refused"u8),
        };
        fault = reader.Finish();
        facts = fault == FactsFault.None ? read : null;
        return facts is not null;
    }

    private static FactsFault Fault(byte[] bytes, string origin)
    {
        _ = TryParse(bytes, origin, out _, out FactsFault fault);
        return fault;
    }
}
