using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace Broker.Policy.Testing;

/// <summary>
/// <c>request-log/1</c>: requests that were decided, one JSON object a line, LF after each. A request has one encoding: keys in a fixed
/// order, no spaces, nothing escaped. Specification: docs/specs/sharing-policy.md, "Logged requests". Limit: 8,192 bytes a line.
/// </summary>
public static class RequestLog
{
    /// <summary>Longest line, in bytes, without its LF.</summary>
    public const int LongestLine = 8192;

    /// <summary>Most actors of a requester.</summary>
    public const int MostActors = 64;

    internal const string Version = "request-log/1";
    internal const string DateFormat = "yyyy-MM-dd";

    /// <summary>The line of a request, with its LF.</summary>
    /// <exception cref="ArgumentException">A field is outside of the format.</exception>
    public static byte[] Format(LoggedRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);

        // No request of the right shape is longer than a line may be: 64 actors of 40 characters are less than 3,000 bytes.
        return LoggedRequestShape.FaultOf(request) is { } fault
            ? throw new ArgumentException($"the request cannot be written: {fault}", nameof(request))
            : [.. Write(request), (byte)'\n'];
    }

    /// <summary>Reads one line.</summary>
    /// <param name="line">The bytes, without LF.</param>
    /// <param name="request">The request; null when the line is none.</param>
    /// <param name="reasonCode">Empty, or why not: a code of docs/specs/sharing-policy.md, "Logged requests".</param>
    public static bool TryParseLine(ReadOnlySpan<byte> line, [NotNullWhen(true)] out LoggedRequest? request, out string reasonCode)
    {
        request = null;
        if (line.Length > LongestLine)
        {
            reasonCode = "log-line";
            return false;
        }

        reasonCode = LoggedRequestReader.Read(line, out LoggedRequest? read) ?? LoggedRequestShape.FaultOf(read!)
            ?? (line.SequenceEqual(Write(read!)) ? string.Empty : "log-encoding");
        request = reasonCode.Length == 0 ? read : null;
        return request is not null;
    }

    /// <summary>Reads a whole log. The last line ends with LF too.</summary>
    /// <param name="utf8">The bytes; nothing is a log of no requests.</param>
    public static RequestLogReading Read(ReadOnlySpan<byte> utf8)
    {
        var requests = new List<LoggedRequest>();
        var faults = new List<RequestLogFault>();
        for (int number = 1; utf8.Length > 0 && faults.Count < PolicyLimits.Diagnostics; number++)
        {
            int end = utf8.IndexOf((byte)'\n');
            string reason = "log-end";
            if (end >= 0 && TryParseLine(utf8[..end], out LoggedRequest? request, out reason))
            {
                requests.Add(request);
            }
            else
            {
                faults.Add(new RequestLogFault(number, reason));
            }

            utf8 = end < 0 ? [] : utf8[(end + 1)..];
        }

        return new RequestLogReading(requests, faults);
    }

    private static byte[] Write(LoggedRequest request)
    {
        var bytes = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("format", Version);
            json.WriteNumber("entry", request.Entry);
            json.WriteString("day", request.Day.ToString(DateFormat, CultureInfo.InvariantCulture));
            json.WriteString("state", request.State);
            json.WriteString("organisation", request.Organisation);
            json.WriteString("role", request.Role);
            json.WriteStartArray("actors");
            foreach (string actor in request.Actors)
            {
                json.WriteStringValue(actor);
            }

            json.WriteEndArray();
            json.WriteString("tier", request.Tier);
            json.WriteString("purpose", request.Purpose);
            json.WriteString("country", request.Country);
            json.WriteString("revision", request.Revision);
            json.WriteBoolean("permitted", request.Permitted);
            json.WriteString("rule", request.Rule);
            json.WriteEndObject();
        }

        return bytes.WrittenSpan.ToArray();
    }
}
