namespace Broker.Briefings;

/// <summary>What the entry of a consent commits to: who agreed to what, and since when.</summary>
public sealed record ConsentFacts
{
    /// <summary>Largest text, in bytes.</summary>
    public const int MaxBytes = 1024;

    private const string Use = "consent-facts";

    /// <summary>The depositor who agreed.</summary>
    public required AccountName Depositor { get; init; }

    /// <summary>What it signed.</summary>
    public required ConsentTerms Terms { get; init; }

    /// <summary>The day of the consent, UTC: it widens what a period counts whose cut-off is after that day.</summary>
    public required DateOnly Consented { get; init; }

    /// <summary>The one text of these facts.</summary>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public byte[] Encode(string origin) => new FactsWriter(origin, Use)
        .Line("depositor", Depositor)
        .Line("country", Terms.Country)
        .Line("from", Terms.From)
        .Line("to", Terms.To)
        .Line("after", (object)Terms.AfterText)
        .Line("consented", Consented)
        .Bytes(bytes => Fault(bytes, origin));

    /// <summary>Reads the facts of an entry of the log <paramref name="origin"/>.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, string origin, out ConsentFacts? facts, out FactsFault fault)
    {
        FactsReader reader = new(text, origin, Use, MaxBytes);
        ConsentFacts read = new()
        {
            Depositor = reader.Account("depositor"u8),
            Terms = new ConsentTerms(reader.Country("country"u8), reader.Digest("from"u8), reader.Digest("to"u8), After(ref reader)),
            Consented = reader.Date("consented"u8),
        };
        fault = reader.Finish();
        facts = fault == FactsFault.None ? read : null;
        return facts is not null;
    }

    private static long? After(ref FactsReader reader)
    {
        string text = reader.Text("after"u8, value => ConsentTerms.TryAfter(value, out _));
        return ConsentTerms.TryAfter(Ascii.Utf8(text), out long? entry) ? entry : null;
    }

    private static FactsFault Fault(byte[] bytes, string origin)
    {
        _ = TryParse(bytes, origin, out _, out FactsFault fault);
        return fault;
    }
}
