namespace Broker.Briefings;

/// <summary>Reads <c>observation/1</c>: one method a line or family of lines, the limits first.</summary>
internal static class ObservationTextReader
{
    private delegate bool Parser<T>(ReadOnlySpan<byte> text, out T value);

    public static bool TryRead(ReadOnlySpan<byte> text, out Observation? observation, out ObservationFault fault)
    {
        observation = null;
        fault = Limits(text);
        if (fault != ObservationFault.None)
        {
            return false;
        }

        ObservationLines lines = new(text);
        lines.Exact("observation/1"u8);
        Observation read = Read(ref lines);
        lines.End();
        fault = lines.Fault;
        observation = fault == ObservationFault.None ? read : null;
        return observation is not null;
    }

    private static ObservationFault Limits(ReadOnlySpan<byte> text)
        => text.Length > ObservationText.MaxBytes ? ObservationFault.TooLarge
            : text.ContainsAnyExceptInRange((byte)'\n', (byte)'~') || text.ContainsAnyInRange((byte)0x0B, (byte)0x1F) ? ObservationFault.NotAscii
            : ObservationFault.None;

    // INVARIANT: the initialisers run in the order of the lines.
    private static Observation Read(ref ObservationLines lines)
    {
        string country;
        return new Observation
        {
            Record = Required<RecordName>(ref lines, "record"u8, RecordName.TryParse, ObservationFault.Record),
            Country = country = Country(ref lines),
            Kind = EventKinds.All[lines.Code("kind"u8, EventKinds.Codes, ObservationFault.Kind)],
            ActorA = Actor(ref lines, "actor a"u8),
            ActorB = Actor(ref lines, "actor b"u8),
            Place = Place(ref lines, country),
            Interval = Interval(ref lines),
            Killed = Killed(ref lines),
            Injured = Count(ref lines, "injured"u8),
            Displaced = Count(ref lines, "displaced"u8),
            Abducted = Count(ref lines, "abducted"u8),
            RiskFactors = Factors(ref lines),
            Credibility = Credibility(ref lines),
            Channel = (CollectionChannel)lines.Code("channel"u8, ObservationCodes.Channels, ObservationFault.Channel),
            SourceTag = Required<Tag16>(ref lines, "source-tag"u8, Tag16.TryParse, ObservationFault.SourceTag),
            CommunityTag = Optional<Tag16>(ref lines, "community-tag"u8, Tag16.TryParse, ObservationFault.CommunityTag),
            SummaryDigest = Optional<Sha256Digest>(ref lines, "summary-digest"u8, Sha256Digest.TryParse, ObservationFault.SummaryDigest),
        };
    }

    private static string Country(ref ObservationLines lines)
    {
        ReadOnlySpan<byte> value = lines.Value("country"u8);
        lines.Check(Ascii.IsCountry(value), ObservationFault.Country);
        return lines.Text(value);
    }

    private static Actor Actor(ref ObservationLines lines, ReadOnlySpan<byte> key)
    {
        ReadOnlySpan<byte> value = lines.Value(key);
        lines.Check(LineReader.TryField(ref value, out ReadOnlySpan<byte> code) && Ascii.IsSlug(code), ObservationFault.Actor);
        int role = LineReader.TryField(ref value, out ReadOnlySpan<byte> word) ? CodeWords.IndexOf(word, ObservationCodes.Roles) : -1;
        lines.Check(role >= 0, ObservationFault.Role);
        bool none = value.SequenceEqual("-"u8);
        lines.Check(none || Ascii.IsCountry(value), ObservationFault.Affiliation);
        return new Actor(lines.Text(code), (ActorRole)Math.Max(role, 0), none ? null : lines.Text(value));
    }

    private static string Place(ref ObservationLines lines, string country)
    {
        ReadOnlySpan<byte> value = lines.Value("place"u8);
        lines.Check(PlaceCodes.IsPlace(value, country), ObservationFault.Place);
        return lines.Text(value);
    }

    private static ObservedInterval Interval(ref ObservationLines lines)
    {
        ReadOnlySpan<byte> value = lines.Value("interval"u8);
        DateOnly from = Date(ref lines, ref value);
        DateOnly to = Date(ref lines, ref value);
        lines.Check(to >= from, ObservationFault.Interval);
        int precision = CodeWords.IndexOf(value, ObservationCodes.Precisions);
        ObservedInterval interval = new(from, to, (IntervalPrecision)Math.Max(precision, 0));
        lines.Check(precision >= 0 && interval.IsConsistent, ObservationFault.Precision);
        return interval;
    }

    private static DateOnly Date(ref ObservationLines lines, ref ReadOnlySpan<byte> value)
    {
        DateOnly date = default;
        lines.Check(LineReader.TryField(ref value, out ReadOnlySpan<byte> field) && Ascii.TryDate(field, out date), ObservationFault.Interval);
        return date;
    }

    private static CountRange Killed(ref ObservationLines lines)
    {
        CountRange? killed = Count(ref lines, "killed"u8);
        lines.Check(killed is not null, ObservationFault.CountRange);
        return killed ?? default;
    }

    private static CountRange? Count(ref ObservationLines lines, ReadOnlySpan<byte> key)
    {
        ReadOnlySpan<byte> value = lines.Value(key);
        if (value.SequenceEqual("-"u8))
        {
            return null;
        }

        // The last number is all that is left: a further space or number is no number.
        int low = Number(ref lines, LineReader.TryField(ref value, out ReadOnlySpan<byte> field) ? field : default);
        int best = Number(ref lines, LineReader.TryField(ref value, out field) ? field : default);
        CountRange range = new(low, best, Number(ref lines, value));
        lines.Check(range.IsConsistent, ObservationFault.CountRange);
        return range;
    }

    private static int Number(ref ObservationLines lines, scoped ReadOnlySpan<byte> text)
    {
        bool ok = Ascii.TryNumber(text, CountRange.Most, out long number);
        lines.Check(ok, ObservationFault.CountRange);
        return ok ? (int)number : 0;
    }

    private static List<int> Factors(ref ObservationLines lines)
    {
        ReadOnlySpan<byte> value = lines.Value("risk-factors"u8);
        List<int> factors = [];
        if (value.SequenceEqual("-"u8))
        {
            return factors;
        }

        foreach (Range part in value.Split((byte)','))
        {
            bool ok = Ascii.TryNumber(value[part], 14, out long factor) && factor >= 1 && (factors.Count == 0 || factor > factors[^1]);
            lines.Check(ok, ObservationFault.RiskFactors);
            factors.Add(ok ? (int)factor : 0);
        }

        return factors;
    }

    private static int? Credibility(ref ObservationLines lines)
    {
        ReadOnlySpan<byte> value = lines.Value("credibility"u8);
        if (value.SequenceEqual("-"u8))
        {
            return null;
        }

        lines.Check(Ascii.TryNumber(value, 6, out long digit) && digit >= 1, ObservationFault.Credibility);
        return lines.Fault == ObservationFault.None ? (int)digit : null;
    }

    private static T Required<T>(ref ObservationLines lines, ReadOnlySpan<byte> key, Parser<T> parse, ObservationFault fault)
    {
        ReadOnlySpan<byte> value = lines.Value(key);
        lines.Check(parse(value, out T read), fault);
        return read;
    }

    private static T? Optional<T>(ref ObservationLines lines, ReadOnlySpan<byte> key, Parser<T> parse, ObservationFault fault)
        where T : struct
    {
        ReadOnlySpan<byte> value = lines.Value(key);
        bool none = value.SequenceEqual("-"u8);
        bool ok = parse(value, out T read);
        lines.Check(none || ok, fault);
        return ok ? read : null;
    }
}
