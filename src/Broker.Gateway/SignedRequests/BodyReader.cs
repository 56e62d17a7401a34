using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.InteropServices;

namespace Broker.Gateway.SignedRequests;

/// <summary>
/// Reads a body from the pipe into a pinned buffer. Forms are never read through the framework, which would write them in
/// clear to a temp folder; each segment is zeroed in the pipe before it is handed back.
/// </summary>
internal static class BodyReader
{
    public static async Task<BodyFault> Read(HttpRequest request, int limit, BodyBuffer buffer, CancellationToken cancellation)
    {
        if (request.ContentLength > limit)
        {
            return BodyFault.TooLarge;
        }

        // Room for one byte over the limit is never needed: a longer segment is refused before it is copied.
        var most = (int)(request.ContentLength ?? limit);
        while (true)
        {
            var result = await request.BodyReader.ReadAsync(cancellation);
            var fault = Append(result.Buffer, limit, most, buffer);
            request.BodyReader.AdvanceTo(result.Buffer.End);
            if (fault != BodyFault.None || result.IsCompleted)
            {
                return fault;
            }
        }
    }

    private static BodyFault Append(ReadOnlySequence<byte> received, int limit, int most, BodyBuffer buffer)
    {
        var fault = received.Length > limit - buffer.Length ? BodyFault.TooLarge : BodyFault.None;
        foreach (var segment in received)
        {
            if (fault == BodyFault.None && !buffer.TryAppend(segment.Span, most))
            {
                fault = BodyFault.Busy;
            }

            // The pipe owns writable memory and nobody else reads what is about to be advanced over.
            MemoryMarshal.AsMemory(segment).Span.Clear();
        }

        return fault;
    }
}
