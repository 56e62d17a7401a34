using System.Text;
using Broker.Faults.Scene;

namespace Broker.Bench.Http;

/// <summary>Deposits through a real gateway and a real silo, each a process of its own, on the store's own settings.</summary>
internal static class DepositReport
{
    private const int Organisations = 16;

    private static readonly TimeSpan LongestLevel = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(15);

    /// <summary>How many rows carry a promise, and how many of those are short of it.</summary>
    internal static async Task<(int Promised, int ShortOf)> RunAsync()
    {
        await using Installation broker = Installation.Prepare(Path.Combine(AppContext.BaseDirectory, "deposits-bench"));
        broker.StartSilo();
        broker.StartGateway();
        await broker.SetUpAsync(Organisations);
        var requests = new DepositRequests(broker);
        _ = await MeasureAsync(broker, requests, DepositLevel.WarmUp);
        DepositPrimitives primitives = DepositPrimitives.Measure(broker.Root);
        DepositFigure.Head();
        (int promised, int shortOf) = (0, 0);
        foreach (DepositLevel level in DepositLevel.All)
        {
            DepositFigure figure = await MeasureAsync(broker, requests, level);
            figure.Print(level);
            if (level.AtLeast > 0)
            {
                figure.PrintThreads();
                primitives.PrintRatio(figure.SiloMicros);
                promised += 2;
                shortOf += figure.Load.Rate >= level.AtLeast && figure.Load.Failed == 0 ? 0 : 1;
                shortOf += figure.SiloMicros <= DepositPrimitives.MostTimes * primitives.SumMicros ? 0 : 1;
            }
        }

        Console.WriteLine($"  a package has {requests.PackageBytes} bytes; the silo's CPU includes the counting that follows the answer; failed must be 0");
        primitives.Print();
        return (promised, shortOf);
    }

    private static async Task<DepositFigure> MeasureAsync(Installation broker, DepositRequests requests, DepositLevel level)
    {
        byte[][] prepared = requests.Make(level.Requests, level.Packages, level.Organisations);
        (int silo, int gateway) = (broker.Silo.Id, broker.Gateway.Id);
        await RestAsync(silo);
        Dictionary<string, double> threads = ProcessUse.CpuByThread(silo);
        (double siloCpu, double gatewayCpu, double own) = (ProcessUse.CpuSeconds(silo), ProcessUse.CpuSeconds(gateway), Environment.CpuUsage.TotalTime.TotalSeconds);
        LoadResult load = await HttpLoad.RunAsync(broker.Url, level.Connections, prepared, LongestLevel, Accepted);
        own = Environment.CpuUsage.TotalTime.TotalSeconds - own;
        await RestAsync(silo);
        Dictionary<string, double> used = ProcessUse.CpuByThread(silo);
        return new DepositFigure(
            load, ProcessUse.CpuSeconds(silo) - siloCpu, ProcessUse.CpuSeconds(gateway) - gatewayCpu, own, ProcessUse.MiB(silo), ProcessUse.MiB(gateway),
            used.ToDictionary(thread => thread.Key, thread => thread.Value - threads.GetValueOrDefault(thread.Key), StringComparer.Ordinal));
    }

    // Until the silo has counted what it took: contributions reach the country after the answer.
    private static async Task RestAsync(int silo)
    {
        const double Idle = 0.05;
        double before = ProcessUse.CpuSeconds(silo);
        for (TimeSpan waited = TimeSpan.Zero; waited < LongestRest; waited += Look)
        {
            await Task.Delay(Look);
            double now = ProcessUse.CpuSeconds(silo);
            if (now - before < Idle * Look.TotalSeconds)
            {
                return;
            }

            before = now;
        }
    }

    private static int Accepted(ReadOnlyMemory<byte> body) => body.Span.Count("\"accepted\""u8);
}
