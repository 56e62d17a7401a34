using System.Text;

namespace Broker.Briefings;

/// <summary>Writes the <c>key value</c> lines of facts; a value that could not be read back is the caller's bug.</summary>
internal sealed class FactsWriter(string origin, string use, int version = 1)
{
    private readonly StringBuilder text = new(FactsReader.Domain(RequireOrigin(origin), use, version), 512);

    public FactsWriter Line(string key, object value)
    {
        text.Append(key).Append(' ').Append(value).Append('\n');
        return this;
    }

    public FactsWriter Line(string key, DateOnly value) => Line(key, Ascii.Date(value));

    public FactsWriter Line(string key, long value) => Line(key, Ascii.Number(value));

    public byte[] Bytes(Func<byte[], FactsFault> read)
    {
        byte[] bytes = Ascii.Utf8(text.ToString());
        FactsFault fault = read(bytes);
        return fault == FactsFault.None ? bytes : throw Fault.Malformed("facts", $"facts in range: {FactsFaults.Code(fault)}");
    }

    private static string RequireOrigin(string origin)
        => Ascii.IsOrigin(Ascii.Utf8(origin)) ? origin : throw Fault.Malformed(nameof(origin), "a log origin");
}
