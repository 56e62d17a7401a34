namespace Broker.Briefings;

/// <summary>Reads the <c>key value</c> lines of facts; keeps the first fault, so that a reader is one straight list of lines.</summary>
internal ref struct FactsReader
{
    /// <summary>Stands for a fact that the requester does not have; no name of a sharing policy is this word.</summary>
    public const string None = "none";

    private LineReader lines;

    public FactsReader(ReadOnlySpan<byte> text, string origin, string use, int maxBytes, int version = 1)
    {
        lines = new LineReader(text);
        Fault = text.Length > maxBytes ? FactsFault.TooLarge
            : !lines.TryExact(Ascii.Utf8(Domain(origin, use, version).TrimEnd('\n'))) ? FactsFault.Domain
            : FactsFault.None;
    }

    private delegate bool Reader<T>(ReadOnlySpan<byte> text, out T value);

    public FactsFault Fault { get; private set; }

    public readonly bool AtEnd => lines.AtEnd;

    public static string Domain(string origin, string use, int version = 1) => $"{origin}/{use}/v{Ascii.Number(version)}\n";

    public Sha256Digest Digest(ReadOnlySpan<byte> key) => Read<Sha256Digest>(key, Sha256Digest.TryParse);

    public AccountName Account(ReadOnlySpan<byte> key) => Read<AccountName>(key, AccountName.TryParse);

    public RecordName Record(ReadOnlySpan<byte> key) => Read<RecordName>(key, RecordName.TryParse);

    /// <summary>The next whole line, for lines that begin with one of several keys.</summary>
    public ReadOnlySpan<byte> Line()
    {
        ReadOnlySpan<byte> line = default;
        Check(Fault == FactsFault.None && lines.TryLine(out line), FactsFault.Line);
        return line;
    }

    public Affiliation Affiliation(ReadOnlySpan<byte> key) => Read<Affiliation>(key, Briefings.Affiliation.TryParse);

    public DateOnly Date(ReadOnlySpan<byte> key) => Read<DateOnly>(key, Ascii.TryDate);

    public string Slug(ReadOnlySpan<byte> key) => Text(key, Ascii.IsSlug);

    public string? NameOrNone(ReadOnlySpan<byte> key)
    {
        string text = Text(key, value => Policy.PolicyVocabulary.IsName(Ascii.Text(value)) || value.SequenceEqual("none"u8));
        return text == None ? null : text;
    }

    public RequesterActors ActorsOrNone(ReadOnlySpan<byte> key)
    {
        string text = Ascii.Text(Value(key));
        RequesterActors actors = default;
        Check(text == None || RequesterActors.TryParse(text, out actors));
        return actors;
    }

    public string Country(ReadOnlySpan<byte> key) => Text(key, Ascii.IsCountry);

    public string Period(ReadOnlySpan<byte> key) => Text(key, Ascii.IsPeriod);

    public string Fraction(ReadOnlySpan<byte> key) => Text(key, Ascii.IsFraction);

    public string Words(ReadOnlySpan<byte> key) => Text(key, Ascii.IsWords);

    public long Number(ReadOnlySpan<byte> key, long max)
    {
        ReadOnlySpan<byte> value = Value(key);
        bool ok = Ascii.TryNumber(value, max, out long number);
        Check(ok);
        return ok ? number : 0;
    }

    public string Text(ReadOnlySpan<byte> key, Func<ReadOnlySpan<byte>, bool> accepts)
    {
        ReadOnlySpan<byte> value = Value(key);
        bool ok = Fault == FactsFault.None && accepts(value);
        Check(ok);
        return ok ? Ascii.Text(value) : string.Empty;
    }

    public void Check(bool ok, FactsFault fault = FactsFault.Value) => Fault = Fault == FactsFault.None && !ok ? fault : Fault;

    /// <summary>The outcome once every line was read.</summary>
    public FactsFault Finish()
    {
        Check(lines.AtEnd, FactsFault.TrailingBytes);
        return Fault;
    }

    private ReadOnlySpan<byte> Value(ReadOnlySpan<byte> key)
    {
        ReadOnlySpan<byte> value = default;
        Check(Fault == FactsFault.None && lines.TryValue(key, out value), FactsFault.Line);
        return value;
    }

    private T Read<T>(ReadOnlySpan<byte> key, Reader<T> reader)
    {
        ReadOnlySpan<byte> value = Value(key);
        bool ok = reader(value, out T read);
        Check(ok);
        return read;
    }
}
