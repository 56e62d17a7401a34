using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;

namespace Orleans.Embedded.Tests.Harness;

/// <summary>What the meters of one host report.</summary>
public sealed class MeterLines : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<(string Name, string Tags, double Value)> _seen = new();

    public MeterLines(EngineHost host)
    {
        var meters = host.Meters;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == meters && instrument.Meter.Name == "Orleans.Embedded")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    public string Text => string.Join('\n', _seen.Select(one => $"{one.Name} {one.Tags} {one.Value.ToString(CultureInfo.InvariantCulture)}"));

    public double Sum(string name, string tags) => _seen.Where(one => one.Name == name && one.Tags == tags).Sum(one => one.Value);

    public int Count(string name, string tags) => _seen.Count(one => one.Name == name && one.Tags == tags);

    public void Observe() => _listener.RecordObservableInstruments();

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = new List<string>();
        foreach (var (key, tag) in tags)
        {
            text.Add($"{key}={tag}");
        }

        _seen.Enqueue((instrument.Name, string.Join(' ', text), value));
    }
}
