using System.Globalization;

namespace Broker.Bench.Http;

/// <summary>A line of the deposits' table: what depositors see, and what it cost whom.</summary>
/// <param name="Load">The answers.</param>
/// <param name="SiloCpu">CPU seconds of the silo, with what it does after the last answer.</param>
/// <param name="GatewayCpu">CPU seconds of the gateway.</param>
/// <param name="StoreCpu">CPU seconds of the store's own processes; 0 when it has none.</param>
/// <param name="LoadCpu">CPU seconds of the load itself.</param>
/// <param name="SiloMiB">Memory of the silo afterwards.</param>
/// <param name="GatewayMiB">Memory of the gateway afterwards.</param>
/// <param name="Threads">CPU seconds of the silo by the names of its threads.</param>
internal sealed record DepositFigure(
    LoadResult Load, double SiloCpu, double GatewayCpu, double StoreCpu, double LoadCpu, int SiloMiB, int GatewayMiB, IReadOnlyDictionary<string, double> Threads)
{
    private const double Micro = 1e6;

    internal double SiloMicros => Micro * SiloCpu / Load.All;

    /// <summary>Records a second that one core of silo, gateway and store takes.</summary>
    internal double PerCore => Load.All / (SiloCpu + GatewayCpu + StoreCpu);

    internal static void Head(StoreKind store)
    {
        Console.WriteLine();
        Console.WriteLine($"deposits over HTTP: records acknowledged, on {store.Name}, silo and gateway as processes");
        Console.WriteLine("connections  a request  organisations    records/s   p50 ms   p99 ms  failed  CPU µs a record: silo  gateway  store  load  MiB: silo  gateway");
        Console.WriteLine(new string('-', 143));
    }

    internal void Print(DepositLevel level) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{level.Connections,11}  {level.Packages,9}  {level.Organisations,13}  {Load.Rate,11:N0}  {Load.Wait(0.5).TotalMilliseconds,7:0.0}  {Load.Wait(0.99).TotalMilliseconds,7:0.0}  {Load.Failed,6}  {SiloMicros,21:0}  {Micro * GatewayCpu / Load.All,7:0}  {Micro * StoreCpu / Load.All,5:0}  {Micro * LoadCpu / Load.All,4:0}  {SiloMiB,9}  {GatewayMiB,7}"));

    internal void PrintThreads()
    {
        double all = Threads.Values.Sum();
        IEnumerable<string> shares = Threads.Where(thread => thread.Value > 0.01 * all).OrderByDescending(thread => thread.Value)
            .Select(thread => string.Create(CultureInfo.InvariantCulture, $"{thread.Key} {thread.Value / all:P0}"));
        Console.WriteLine($"  the silo's CPU by thread: {string.Join(", ", shares)}");
    }
}
