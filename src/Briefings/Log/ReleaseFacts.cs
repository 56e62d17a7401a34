namespace Broker.Briefings;

/// <summary>What a release entry commits to.</summary>
public sealed record ReleaseFacts
{
    /// <summary>Largest text, in bytes.</summary>
    public const int MaxBytes = 4096;

    private const string Use = "release-facts";

    /// <summary>ISO 3166-1 alpha-3.</summary>
    public required string Country { get; init; }

    /// <summary>Identifier of the period, as <c>2014-01</c>.</summary>
    public required string Period { get; init; }

    /// <summary><c>flash</c> or <c>final</c>.</summary>
    public required string Vintage { get; init; }

    /// <summary>The tier's name.</summary>
    public required string Tier { get; init; }

    /// <summary>SHA-256 of the sharing policy's file.</summary>
    public required Sha256Digest PolicyRevision { get; init; }

    /// <summary>SHA-256 of the measurement plan's canonical text.</summary>
    public required Sha256Digest PlanHash { get; init; }

    /// <summary>What the measurement costs a source, as a fraction such as <c>9/64</c>.</summary>
    public required string Rho { get; init; }

    /// <summary><see cref="ReleaseText.Hash"/> of the table.</summary>
    public required Sha256Digest ReleaseHash { get; init; }

    /// <summary>SHA-256 of the briefing's JSON bytes.</summary>
    public required Sha256Digest BriefingJson { get; init; }

    /// <summary>SHA-256 of the briefing's HTML bytes.</summary>
    public required Sha256Digest BriefingHtml { get; init; }

    /// <summary>The day of the calendar on which it was published, UTC.</summary>
    public required DateOnly Issued { get; init; }

    /// <summary>The one text of these facts.</summary>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public byte[] Encode(string origin) => new FactsWriter(origin, Use)
        .Line("country", Country)
        .Line("period", Period)
        .Line("vintage", Vintage)
        .Line("tier", Tier)
        .Line("policy-revision", PolicyRevision)
        .Line("plan", PlanHash)
        .Line("rho", Rho)
        .Line("release", ReleaseHash)
        .Line("briefing-json", BriefingJson)
        .Line("briefing-html", BriefingHtml)
        .Line("issued", Issued)
        .Bytes(bytes => Fault(bytes, origin));

    /// <summary>Reads the facts of an entry of the log <paramref name="origin"/>.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, string origin, out ReleaseFacts? facts, out FactsFault fault)
    {
        FactsReader reader = new(text, origin, Use, MaxBytes);
        ReleaseFacts read = new()
        {
            Country = reader.Country("country"u8),
            Period = reader.Period("period"u8),
            Vintage = reader.Text("vintage"u8, value => value.SequenceEqual("flash"u8) || value.SequenceEqual("final"u8)),
            Tier = reader.Slug("tier"u8),
            PolicyRevision = reader.Digest("policy-revision"u8),
            PlanHash = reader.Digest("plan"u8),
            Rho = reader.Fraction("rho"u8),
            ReleaseHash = reader.Digest("release"u8),
            BriefingJson = reader.Digest("briefing-json"u8),
            BriefingHtml = reader.Digest("briefing-html"u8),
            Issued = reader.Date("issued"u8),
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
