using Broker.Faults.Scene;

namespace Broker.Bench.Http;

/// <summary>Loads a broker with deposits, and says what they cost whom.</summary>
internal sealed class DepositRun(Installation broker, StoreKind store)
{
    private static readonly TimeSpan LongestLevel = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(15);

    internal DepositRequests Requests { get; } = new(broker);

    /// <summary>Records acknowledged so far, in whatever measurement.</summary>
    internal long Acknowledged { get; private set; }

    internal async Task<DepositFigure> MeasureAsync(DepositLevel level)
    {
        byte[][] prepared = Requests.Make(level.Requests, level.Packages, level.Organisations);
        await RestAsync();
        return await MeasureAsync(prepared, level.Connections, LongestLevel);
    }

    /// <summary>Sends what is prepared; the silo is at rest before and after.</summary>
    internal async Task<DepositFigure> MeasureAsync(byte[][] prepared, int connections, TimeSpan time, Action<long>? progress = null)
    {
        (int silo, int gateway) = (broker.Silo.Id, broker.Gateway.Id);
        Dictionary<string, double> threads = ProcessUse.CpuByThread(silo);
        (double siloCpu, double gatewayCpu, double storeCpu) = (ProcessUse.CpuSeconds(silo), ProcessUse.CpuSeconds(gateway), store.CpuSeconds());
        double own = Environment.CpuUsage.TotalTime.TotalSeconds;
        LoadResult load = await HttpLoad.RunAsync(broker.Url, connections, prepared, time, Accepted, progress);
        own = Environment.CpuUsage.TotalTime.TotalSeconds - own;
        await RestAsync();
        Acknowledged += load.Done + load.Late;
        Dictionary<string, double> used = ProcessUse.CpuByThread(silo);
        return new DepositFigure(
            load, ProcessUse.CpuSeconds(silo) - siloCpu, ProcessUse.CpuSeconds(gateway) - gatewayCpu, store.CpuSeconds() - storeCpu, own,
            ProcessUse.MiB(silo), ProcessUse.MiB(gateway),
            used.ToDictionary(thread => thread.Key, thread => thread.Value - threads.GetValueOrDefault(thread.Key), StringComparer.Ordinal));
    }

    /// <summary>Until the silo has counted what it took: contributions reach the country after the answer.</summary>
    internal Task RestAsync() => RestAsync(LongestRest);

    /// <summary>As the other one, with a limit of its own.</summary>
    internal async Task RestAsync(TimeSpan longest)
    {
        const double Idle = 0.05;
        double before = ProcessUse.CpuSeconds(broker.Silo.Id);
        for (TimeSpan waited = TimeSpan.Zero; waited < longest; waited += Look)
        {
            await Task.Delay(Look);
            double now = ProcessUse.CpuSeconds(broker.Silo.Id);
            if (now - before < Idle * Look.TotalSeconds)
            {
                return;
            }

            before = now;
        }
    }

    private static int Accepted(ReadOnlyMemory<byte> body) => body.Span.Count("\"accepted\""u8);
}
