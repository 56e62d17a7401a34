using System.Diagnostics;
using Orleans.Calls;
using Orleans.Silo;

namespace Orleans.Telemetry;

/// <summary>
/// The engine's spans: one at the client of another process, one in the grain. They name grain type (at a client: the interface) and
/// method; no key, no argument, no id but the trace's own.
/// </summary>
internal static class EngineTraces
{
    /// <summary>Hosts that export traces name this source.</summary>
    public const string Name = "Orleans.Embedded";

    public const string GrainTag = "grain";
    public const string MethodTag = "method";

    private static readonly ActivitySource Source = new(Name);

    /// <summary>Null when nobody listens.</summary>
    public static Activity? StartClient(GrainMethod method) => Source.HasListeners()
        ? Tagged(Source.StartActivity($"{method.Interface.Alias}/{method.WireName}", ActivityKind.Client), method.Interface.Alias, method)
        : null;

    /// <param name="parent">The caller's span; default when it has none.</param>
    public static Activity? StartGrain(CallRequest call, ActivityContext parent) => Source.HasListeners()
        ? Tagged(Source.StartActivity($"{call.GrainType}/{call.Method.WireName}", ActivityKind.Server, parent), call.GrainType.Value, call.Method)
        : null;

    /// <summary>Marks the span as failed; without a description, because a message can hold content.</summary>
    public static void Failed(Activity? span) => span?.SetStatus(ActivityStatusCode.Error);

    private static Activity? Tagged(Activity? span, string grain, GrainMethod method) =>
        span?.SetTag(GrainTag, grain).SetTag(MethodTag, method.WireName);
}
