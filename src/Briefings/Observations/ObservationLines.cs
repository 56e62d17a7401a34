namespace Broker.Briefings;

/// <summary>The lines of <c>observation/1</c> in order; keeps the first fault, so that a reader is one straight list of lines.</summary>
internal ref struct ObservationLines(ReadOnlySpan<byte> text)
{
    private LineReader lines = new(text);

    public ObservationFault Fault { get; private set; }

    /// <summary>Notes the fault unless an earlier one stands.</summary>
    public void Check(bool ok, ObservationFault fault) => Fault = Fault == ObservationFault.None && !ok ? fault : Fault;

    public void Exact(ReadOnlySpan<byte> line) => Check(lines.TryExact(line), ObservationFault.Format);

    /// <summary>The value of the next line, empty after any fault.</summary>
    public ReadOnlySpan<byte> Value(ReadOnlySpan<byte> key)
    {
        ReadOnlySpan<byte> value = default;
        Check(Fault == ObservationFault.None && lines.TryValue(key, out value), ObservationFault.Line);
        return value;
    }

    /// <summary>The index of the next line's code in a closed list.</summary>
    public int Code(ReadOnlySpan<byte> key, IReadOnlyList<string> codes, ObservationFault fault)
    {
        int index = CodeWords.IndexOf(Value(key), codes);
        Check(index >= 0, fault);
        return Math.Max(index, 0);
    }

    /// <summary>Text of a sound value only: no string is made of anything else.</summary>
    public readonly string Text(ReadOnlySpan<byte> value) => Fault == ObservationFault.None ? Ascii.Text(value) : string.Empty;

    public void End() => Check(lines.AtEnd, ObservationFault.TrailingBytes);
}
