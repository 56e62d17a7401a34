using System.Globalization;

namespace Broker.Bench.Http;

/// <summary>Lines of what deposits are measured beside.</summary>
internal static class PlainFigure
{
    private const double Micro = 1e6;

    internal static void Head()
    {
        Console.WriteLine();
        Console.WriteLine("beside it, in the same run                                connections   records/s   p50 ms   p99 ms  failed  CPU µs a record: server  store  load");
        Console.WriteLine(new string('-', 138));
    }

    internal static void Print(string name, int connections, LoadResult load, double server, double store, double own) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-56}  {connections,11}  {load.Rate,10:N0}  {load.Wait(0.5).TotalMilliseconds,7:0.0}  {load.Wait(0.99).TotalMilliseconds,7:0.0}  {load.Failed,6}  {Micro * server / load.All,23:0}  {Micro * store / load.All,5:0}  {Micro * own / load.All,4:0}"));
}
