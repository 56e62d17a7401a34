using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.InteropServices;
using Broker.Contracts;
using Broker.Gateway.Problems;
using Microsoft.AspNetCore.Http.Features;

namespace Broker.Gateway.SignedRequests;

/// <summary>
/// Reads a body from the pipe into a pinned buffer. Forms are never read through the framework, which would write them in
/// clear to a temp folder; each segment is zeroed in the pipe before it is handed back.
/// </summary>
internal static class BodyReader
{
    /// <summary>Reads the body within the route's limit; why not, or null.</summary>
    public static async Task<Outcome?> Refusal(HttpContext context, int limit, BodyBuffer buffer)
    {
        // The server's own limit is set to the route's, so that it stops too when the length is a lie.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = limit;
        }

        return await Read(context.Request, limit, buffer, context.RequestAborted) switch
        {
            BodyFault.TooLarge => Outcome.Refuse(ProblemTable.TooLarge, $"the body is longer than {limit} bytes"),
            BodyFault.Busy => Outcome.Refuse(ProblemTable.Busy, ""),
            _ => null,
        };
    }

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
