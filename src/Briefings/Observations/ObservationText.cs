using System.Text;

namespace Broker.Briefings;

/// <summary>The strict text form <c>observation/1</c>.</summary>
/// <remarks>
/// ASCII, LF, 18 lines in a fixed order, at most <see cref="MaxBytes"/>; one observation has one text.
/// References: docs/specs/observation.md; tests/vectors/observation.
/// </remarks>
public static class ObservationText
{
    /// <summary>Largest text, in bytes; checked before anything else.</summary>
    public const int MaxBytes = 4096;

    /// <summary>The schema name that a deposit head carries.</summary>
    public const string Schema = "observation/1";

    /// <summary>Writes the one text of an observation.</summary>
    /// <exception cref="ArgumentException">The observation could not be read back: the caller built one out of range.</exception>
    public static byte[] Format(Observation observation)
    {
        byte[] text = Encoding.UTF8.GetBytes(FormatCore(observation));
        return TryRead(text, out _, out ObservationFault fault)
            ? text
            : throw Fault.Malformed(nameof(observation), $"an observation in range: {ObservationFaults.Code(fault)}");
    }

    /// <summary>Reads a text, or says with a closed code why it is none; never throws on any input.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out Observation? observation, out ObservationFault fault)
    {
        observation = ObservationTextReader.TryRead(text, out ObservationFields fields, out fault) ? fields.ToObservation() : null;
        return observation is not null;
    }

    /// <summary>
    /// Reads a text as strictly as <see cref="TryRead"/>, but keeps only what is counted: of actors, numbers, tags and digests nothing gets into
    /// memory that the caller can't zero.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="sourceTag"><see cref="Tag16.Size"/> bytes that the caller zeroes; filled when the text is an observation.</param>
    /// <param name="counted">What is counted; null when the text is no observation.</param>
    /// <param name="fault">Why it is none.</param>
    /// <exception cref="ArgumentException">The tag's buffer is too short.</exception>
    public static bool TryReadCounted(ReadOnlySpan<byte> text, Span<byte> sourceTag, out CountedObservation? counted, out ObservationFault fault)
    {
        counted = null;
        if (sourceTag.Length < Tag16.Size)
        {
            throw Fault.WrongLength(nameof(sourceTag), Tag16.Size);
        }

        if (!ObservationTextReader.TryRead(text, out ObservationFields fields, out fault))
        {
            return false;
        }

        fields.SourceTag.CopyTo(sourceTag);
        counted = new CountedObservation(fields.Record, fields.Country, fields.Kind, Ascii.Text(fields.Place), fields.Interval.From);
        return true;
    }

    private static string FormatCore(Observation o)
        => new StringBuilder(1024)
            .Append(Schema).Append('\n')
            .Append("record ").Append(o.Record).Append('\n')
            .Append("country ").Append(o.Country).Append('\n')
            .Append("kind ").Append(EventKinds.Code(o.Kind)).Append('\n')
            .Append("actor a ").Append(Actor(o.ActorA)).Append('\n')
            .Append("actor b ").Append(Actor(o.ActorB)).Append('\n')
            .Append("place ").Append(o.Place).Append('\n')
            .Append("interval ").Append(Ascii.Date(o.Interval.From)).Append(' ').Append(Ascii.Date(o.Interval.To))
            .Append(' ').Append(Word(ObservationCodes.Precisions, (int)o.Interval.Precision)).Append('\n')
            .Append("killed ").Append(Range(o.Killed)).Append('\n')
            .Append("injured ").Append(Range(o.Injured)).Append('\n')
            .Append("displaced ").Append(Range(o.Displaced)).Append('\n')
            .Append("abducted ").Append(Range(o.Abducted)).Append('\n')
            .Append("risk-factors ").Append(o.RiskFactors.Count == 0 ? "-" : string.Join(',', o.RiskFactors.Select(f => Ascii.Number(f)))).Append('\n')
            .Append("credibility ").Append(o.Credibility is int digit ? Ascii.Number(digit) : "-").Append('\n')
            .Append("channel ").Append(Word(ObservationCodes.Channels, (int)o.Channel)).Append('\n')
            .Append("source-tag ").Append(o.SourceTag).Append('\n')
            .Append("community-tag ").Append(o.CommunityTag?.ToString() ?? "-").Append('\n')
            .Append("summary-digest ").Append(o.SummaryDigest?.ToString() ?? "-").Append('\n')
            .ToString();

    private static string Actor(Actor actor) => $"{actor.Code} {Word(ObservationCodes.Roles, (int)actor.Role)} {actor.State ?? "-"}";

    private static string Range(CountRange? range)
        => range is CountRange r ? $"{Ascii.Number(r.Low)} {Ascii.Number(r.Best)} {Ascii.Number(r.High)}" : "-";

    private static string Word(string[] words, int index)
        => (uint)index < (uint)words.Length ? words[index] : throw Fault.Malformed(nameof(index), "a member of its vocabulary");
}
