using System.Diagnostics;
using System.Diagnostics.Metrics;
using Orleans.Runtime;
using Orleans.Silo;

namespace Orleans.Telemetry;

/// <summary>The silo's figures, by grain type and method; no key, no argument, no id.</summary>
internal sealed class EngineMeters
{
    /// <summary>Hosts that export metrics name this meter.</summary>
    public const string Name = "Orleans.Embedded";

    private readonly Counter<long> _calls;
    private readonly Counter<long> _failures;
    private readonly Counter<long> _timeouts;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _ticks;
    private readonly Histogram<double> _turns;
    private readonly Histogram<double> _waits;

    /// <param name="load">The activations and the queued requests of each grain type, counted when they are asked for.</param>
    public EngineMeters(IMeterFactory meters, Func<IReadOnlyList<GrainLoad>> load)
    {
        var meter = meters.Create(Name);
        _calls = meter.CreateCounter<long>("grain.calls", "{call}", "calls that a grain has ended, well or not");
        _failures = meter.CreateCounter<long>("grain.failures", "{call}", "calls that a grain has ended with an exception");
        _timeouts = meter.CreateCounter<long>("grain.timeouts", "{call}", "calls that were not answered in time");
        _refused = meter.CreateCounter<long>("grain.refused", "{call}", "calls that met a full queue");
        _ticks = meter.CreateCounter<long>("grain.reminder.ticks", "{tick}", "ticks of reminders that were delivered");
        _turns = meter.CreateHistogram<double>("grain.turn.duration", "s", "from the start of a call in its grain to its end");
        _waits = meter.CreateHistogram<double>("grain.queue.duration", "s", "from a call's arrival to its start");
        meter.CreateObservableUpDownCounter("grain.activations", () => Observed(load(), one => one.Activations), "{grain}", "grains in memory");
        meter.CreateObservableUpDownCounter("grain.queue.length", () => Observed(load(), one => one.Queued), "{call}", "requests that wait at grains");
        meter.CreateObservableGauge("grain.queue.longest", () => Observed(load(), one => one.Longest), "{call}", "requests that wait at the grain with the most");
    }

    public void Ended(CallRequest call, TimeSpan waited, TimeSpan ran, bool failed)
    {
        var tags = Tags(call);
        _calls.Add(1, tags);
        if (failed)
        {
            _failures.Add(1, tags);
        }

        _waits.Record(waited.TotalSeconds, tags);
        _turns.Record(ran.TotalSeconds, tags);
    }

    public void TimedOut(CallRequest call) => _timeouts.Add(1, Tags(call));

    public void Refused(CallRequest call, OrleansException failure)
    {
        if (failure is LimitExceededException)
        {
            _refused.Add(1, Tags(call));
        }
    }

    public void Ticked(GrainType grain) => _ticks.Add(1, new KeyValuePair<string, object?>(EngineTraces.GrainTag, grain.Value));

    private static TagList Tags(CallRequest call) =>
        new() { { EngineTraces.GrainTag, call.GrainType.Value }, { EngineTraces.MethodTag, call.Method.WireName } };

    private static IEnumerable<Measurement<int>> Observed(IReadOnlyList<GrainLoad> load, Func<GrainLoad, int> value) =>
        load.Select(one => new Measurement<int>(value(one), new KeyValuePair<string, object?>(EngineTraces.GrainTag, one.GrainType)));
}
