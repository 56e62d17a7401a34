namespace Broker.Briefings;

/// <summary>What the entry of a refusal commits to: who asked for what, and the rule that refused.</summary>
public sealed record RefusalFacts
{
    /// <summary>Largest text, in bytes.</summary>
    public const int MaxBytes = 4096;

    private const string Use = "refusal-facts";

    /// <summary>The requester's account.</summary>
    public required AccountName Requester { get; init; }

    /// <summary>For whom the requester acts.</summary>
    public required Affiliation For { get; init; }

    /// <summary>The requester's role in the words of sharing policies; null for none.</summary>
    public required string? Role { get; init; }

    /// <summary>Armed actors that the requester is affiliated with.</summary>
    public required RequesterActors Actors { get; init; }

    /// <summary>The tier that was asked for.</summary>
    public required string Tier { get; init; }

    /// <summary>ISO 3166-1 alpha-3.</summary>
    public required string Country { get; init; }

    /// <summary>Identifier of the period.</summary>
    public required string Period { get; init; }

    /// <summary>The purpose's name in the sharing policy.</summary>
    public required string Purpose { get; init; }

    /// <summary>The first determining rule, as <c>rule-2</c>, or the word of what refused without one, as <c>not-in-audience</c>.</summary>
    public required string Rule { get; init; }

    /// <summary>SHA-256 of the sharing policy's file that decided.</summary>
    public required Sha256Digest PolicyRevision { get; init; }

    /// <summary>The day of the refusal, UTC.</summary>
    public required DateOnly Refused { get; init; }

    /// <summary>The one text of these facts.</summary>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public byte[] Encode(string origin) => new FactsWriter(origin, Use)
        .Line("requester", Requester)
        .Line("for", For)
        .Line("role", Role ?? FactsReader.None)
        .Line("actors", Actors)
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
            Role = reader.NameOrNone("role"u8),
            Actors = reader.ActorsOrNone("actors"u8),
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
