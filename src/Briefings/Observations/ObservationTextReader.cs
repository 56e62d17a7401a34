namespace Broker.Briefings;

/// <summary>Reads <c>observation/1</c>: one method a line or family of lines, the limits first.</summary>
internal static class ObservationTextReader
{
    private delegate bool Parser<T>(ReadOnlySpan<byte> text, out T value);

    public static bool TryRead(ReadOnlySpan<byte> text, out ObservationFields fields, out ObservationFault fault)
    {
        fields = default;
        fault = Limits(text);
        if (fault != ObservationFault.None)
        {
            return false;
        }

        ObservationLines lines = new(text);
        lines.Exact("observation/1"u8);
        fields = Read(ref lines);
        lines.End();
        fault = lines.Fault;
        return fault == ObservationFault.None;
    }

    private static ObservationFault Limits(ReadOnlySpan<byte> text)
        => text.Length > ObservationText.MaxBytes ? ObservationFault.TooLarge
            : text.ContainsAnyExceptInRange((byte)'\n', (byte)'~') || text.ContainsAnyInRange((byte)0x0B, (byte)0x1F) ? ObservationFault.NotAscii
            : ObservationFault.None;

    // INVARIANT: the initialisers run in the order of the lines.
    private static ObservationFields Read(scoped ref ObservationLines lines)
    {
        string country;
        return new ObservationFields
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

    private static string Country(scoped ref ObservationLines lines)
    {
        ReadOnlySpan<byte> value = lines.Value("country"u8);
        lines.Check(Ascii.IsCountry(value), ObservationFault.Country);
        return lines.Text(value);
    }

    private static ObservationFields.ActorFields Actor(scoped ref ObservationLines lines, ReadOnlySpan<byte> key)
    {
        ReadOnlySpan<byte> value = lines.Value(key);
        lines.Check(LineReader.TryField(ref value, out ReadOnlySpan<byte> code) && Ascii.IsSlug(code), ObservationFault.Actor);
        int role = LineReader.TryField(ref value, out ReadOnlySpan<byte> word) ? CodeWords.IndexOf(word, ObservationCodes.Roles) : -1;
        lines.Check(role >= 0, ObservationFault.Role);
        bool none = value.SequenceEqual("-"u8);
        lines.Check(none || Ascii.IsCountry(value), ObservationFault.Affiliation);
        return new ObservationFields.ActorFields { Code = code, Role = (ActorRole)Math.Max(role, 0), State = none ? default : value };
    }

    private static ReadOnlySpan<byte> Place(scoped ref ObservationLines lines, string country)
    {
        ReadOnlySpan<byte> value = lines.Value("place"u8);
        lines.Check(PlaceCodes.IsPlace(value, country), ObservationFault.Place);
        return value;
    }

    private static ObservedInterval Interval(scoped ref ObservationLines lines)
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

    private static DateOnly Date(scoped ref ObservationLines lines, ref ReadOnlySpan<byte> value)
    {
        DateOnly date = default;
        lines.Check(LineReader.TryField(ref value, out ReadOnlySpan<byte> field) && Ascii.TryDate(field, out date), ObservationFault.Interval);
        return date;
    }

    private static CountRange Killed(scoped ref ObservationLines lines)
    {
        CountRange? killed = Count(ref lines, "killed"u8);
        lines.Check(killed is not null, ObservationFault.CountRange);
        return killed ?? default;
    }

    private static CountRange? Count(scoped ref ObservationLines lines, ReadOnlySpan<byte> key)
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

    private static int Number(scoped ref ObservationLines lines, scoped ReadOnlySpan<byte> text)
    {
        bool ok = Ascii.TryNumber(text, CountRange.Most, out long number);
        lines.Check(ok, ObservationFault.CountRange);
        return ok ? (int)number : 0;
    }

    private static int Factors(scoped ref ObservationLines lines)
    {
        ReadOnlySpan<byte> value = lines.Value("risk-factors"u8);
        int factors = 0;
        if (value.SequenceEqual("-"u8))
        {
            return factors;
        }

        foreach (Range part in value.Split((byte)','))
        {
            bool ok = Ascii.TryNumber(value[part], Observation.MostRiskFactor, out long factor) && factor >= 1 && factors < 1 << (int)factor;
            lines.Check(ok, ObservationFault.RiskFactors);
            factors |= ok ? 1 << (int)factor : 0;
        }

        return factors;
    }

    private static int? Credibility(scoped ref ObservationLines lines)
    {
        ReadOnlySpan<byte> value = lines.Value("credibility"u8);
        if (value.SequenceEqual("-"u8))
        {
            return null;
        }

        lines.Check(Ascii.TryNumber(value, 6, out long digit) && digit >= 1, ObservationFault.Credibility);
        return lines.Fault == ObservationFault.None ? (int)digit : null;
    }

    private static T Required<T>(scoped ref ObservationLines lines, ReadOnlySpan<byte> key, Parser<T> parse, ObservationFault fault)
    {
        ReadOnlySpan<byte> value = lines.Value(key);
        lines.Check(parse(value, out T read), fault);
        return read;
    }

    private static T? Optional<T>(scoped ref ObservationLines lines, ReadOnlySpan<byte> key, Parser<T> parse, ObservationFault fault)
        where T : struct
    {
        ReadOnlySpan<byte> value = lines.Value(key);
        bool none = value.SequenceEqual("-"u8);
        bool ok = parse(value, out T read);
        lines.Check(none || ok, fault);
        return ok ? read : null;
    }
}
