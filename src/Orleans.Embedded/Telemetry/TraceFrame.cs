using System.Diagnostics;
using Orleans.Serialization;

namespace Orleans.Telemetry;

/// <summary>
/// A span's context in a request: 0 for none, or 1, the trace's id (16 bytes), the span's id (8 bytes) and 1 when it is recorded, else 0.
/// Neither state nor baggage goes along: both are free text.
/// </summary>
internal static class TraceFrame
{
    private const int TraceBytes = 16;
    private const int SpanBytes = 8;

    public static void Write(MessageWriter writer, ActivityContext context)
    {
        if (context == default)
        {
            writer.WriteByte(0);
            return;
        }

        writer.WriteByte(1);
        context.TraceId.CopyTo(writer.Reserve(TraceBytes));
        context.SpanId.CopyTo(writer.Reserve(SpanBytes));
        writer.WriteByte((byte)(context.TraceFlags & ActivityTraceFlags.Recorded));
    }

    public static ActivityContext Read(MessageReader reader)
    {
        if (!reader.ReadBoolean())
        {
            return default;
        }

        var trace = ActivityTraceId.CreateFromBytes(TakeId(reader, TraceBytes));
        var span = ActivitySpanId.CreateFromBytes(TakeId(reader, SpanBytes));
        var flags = reader.ReadBoolean() ? ActivityTraceFlags.Recorded : ActivityTraceFlags.None;
        return new ActivityContext(trace, span, flags, traceState: null, isRemote: true);
    }

    private static ReadOnlySpan<byte> TakeId(MessageReader reader, int bytes)
    {
        var id = reader.Take(bytes);
        return id.ContainsAnyExcept((byte)0) ? id : throw new MessageFormatException("span without an id");
    }
}
