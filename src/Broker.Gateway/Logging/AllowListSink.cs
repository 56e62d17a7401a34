using System.Collections.Frozen;
using Serilog.Core;
using Serilog.Events;
using Serilog.Parsing;

namespace Broker.Gateway.Logging;

/// <summary>
/// Lets through what is known to carry no content: of our own events the named properties; of the framework's events only
/// where they come from, their id and level. Exceptions leave nothing but their type's name.
/// </summary>
internal sealed class AllowListSink(Logger inner) : ILogEventSink, IDisposable
{
    private const string OwnPrefix = "Broker.";
    private const string Source = "SourceContext";
    private const string EventId = "EventId";

    private static readonly FrozenSet<string> Allowed = FrozenSet.ToFrozenSet(
        ["Method", "Route", "Status", "Milliseconds", "Code", "Reference", "ExceptionType", "Port"], StringComparer.Ordinal);

    private static readonly MessageTemplate Foreign = new MessageTemplateParser().Parse("{SourceContext} event {EventNumber} {ExceptionType}");

    public void Emit(LogEvent logEvent)
    {
        var source = Text(logEvent, Source);
        var isOwn = source.StartsWith(OwnPrefix, StringComparison.Ordinal);
        inner.Write(isOwn ? Own(logEvent) : FromFramework(logEvent, source));
    }

    public void Dispose() => inner.Dispose();

    private static LogEvent Own(LogEvent logEvent) => new(
        logEvent.Timestamp,
        logEvent.Level,
        exception: null,
        logEvent.MessageTemplate,
        logEvent.Properties.Where(pair => Allowed.Contains(pair.Key)).Select(pair => new LogEventProperty(pair.Key, pair.Value)));

    private static LogEvent FromFramework(LogEvent logEvent, string source) => new(
        logEvent.Timestamp,
        logEvent.Level,
        exception: null,
        Foreign,
        [
            new(Source, new ScalarValue(source)),
            new("EventNumber", EventNumber(logEvent)),
            new("ExceptionType", new ScalarValue(logEvent.Exception?.GetType().Name ?? "-")),
        ]);

    private static string Text(LogEvent logEvent, string name) =>
        logEvent.Properties.GetValueOrDefault(name) is ScalarValue { Value: string text } ? text : "";

    private static LogEventPropertyValue EventNumber(LogEvent logEvent) =>
        logEvent.Properties.GetValueOrDefault(EventId) is StructureValue structure
            ? structure.Properties.FirstOrDefault(property => property.Name == "Id")?.Value ?? new ScalarValue(0)
            : new ScalarValue(0);
}
