using System.Collections.Frozen;
using System.Diagnostics;
using OpenTelemetry;

namespace Broker.Telemetry;

/// <summary>
/// Lets a span out only as one of the engine, with the named tags and nothing else: no event (an exception's text is one), no link,
/// no trace state of a caller, no description. It stands before the exporter.
/// </summary>
public sealed class TelemetryAllowList : BaseProcessor<Activity>
{
    /// <summary>The one source and the one meter that are listened to.</summary>
    public const string Engine = "Orleans.Embedded";

    private static readonly FrozenSet<string> Allowed = Tags.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Tags of spans and of metrics that may leave: names of types and methods.</summary>
    public static IReadOnlyList<string> Tags => ["grain", "method"];

    public override void OnEnd(Activity data)
    {
        foreach (KeyValuePair<string, object?> tag in data.TagObjects.Where(tag => !Allowed.Contains(tag.Key)).ToList())
        {
            data.SetTag(tag.Key, null);
        }

        data.TraceStateString = null;
        data.SetStatus(data.Status);
        if (data.Source.Name != Engine || data.Events.Any() || data.Links.Any())
        {
            // What can't be taken off a span stays here with it: exporters pass over what is not recorded.
            data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        }
    }
}
