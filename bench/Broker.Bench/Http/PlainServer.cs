using System.Globalization;
using System.Text;
using Broker.Bench.Harness;
using Broker.Cli;
using Broker.Faults.Scene;

namespace Broker.Bench.Http;

/// <summary>A small server beside which deposits are measured: a process of its own that takes the same bytes from the same load.</summary>
internal sealed class PlainServer : IDisposable
{
    private const int Most = 20_000;
    private const int WarmUp = 3_000;
    private const int DifferentBodies = 64;

    private static readonly TimeSpan Time = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly BrokerProcess process;
    private readonly Func<double> storeCpu;

    private PlainServer(BrokerProcess process, Uri url, Func<double> storeCpu) => (this.process, Url, this.storeCpu) = (process, url, storeCpu);

    private Uri Url { get; }

    /// <summary>Starts one of the bench's own programs and waits until it answers.</summary>
    /// <param name="program">Its project; its first argument is the URL.</param>
    /// <param name="folder">Where its output goes.</param>
    /// <param name="storeCpu">CPU seconds of the processes behind it.</param>
    /// <param name="arguments">What follows the URL.</param>
    internal static async Task<PlainServer> StartAsync(string program, string folder, Func<double> storeCpu, params string[] arguments)
    {
        var url = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://localhost:{DemoHosts.FreePort()}"));
        var process = BrokerProcess.Start(Path.Combine(folder, program + ".out"), [HostFiles.Find(null, program), url.GetLeftPart(UriPartial.Authority), .. arguments]);
        var server = new PlainServer(process, url, storeCpu);
        using var http = new HttpClient();
        for (TimeSpan waited = TimeSpan.Zero; waited < Patience && !process.HasExited; waited += Look)
        {
            try
            {
                _ = await http.GetStringAsync(new Uri(url, "/readyz"));
                return server;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(Look); // it does not listen yet
            }
        }

        server.Dispose();
        throw new InvalidOperationException($"`{program}` does not become ready, so there is nothing to measure");
    }

    /// <summary>Prints a line for each number of connections; the rates, in their order.</summary>
    internal async Task<double[]> MeasureAsync(string name, int bytes, params int[] connections)
    {
        byte[][] requests = Requests(bytes);
        _ = await HttpLoad.RunAsync(Url, connections[^1], requests[..WarmUp], Time, Accepted);
        var rates = new List<double>();
        foreach (int lanes in connections)
        {
            (double cpu, double store, double own) = (ProcessUse.CpuSeconds(process.Id), storeCpu(), Environment.CpuUsage.TotalTime.TotalSeconds);
            LoadResult load = await HttpLoad.RunAsync(Url, lanes, requests, Time, Accepted);
            (cpu, store, own) = (ProcessUse.CpuSeconds(process.Id) - cpu, storeCpu() - store, Environment.CpuUsage.TotalTime.TotalSeconds - own);
            PlainFigure.Print(name, lanes, load, cpu, store, own);
            rates.Add(load.Rate);
        }

        return [.. rates];
    }

    public void Dispose() => process.Dispose();

    private byte[][] Requests(int bytes)
    {
        byte[] head = Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"POST /deposits HTTP/1.1\r\nHost: {Url.Authority}\r\nAuthorization: Bearer bench\r\nContent-Length: {bytes}\r\n\r\n"));
        byte[][] different = [.. Enumerable.Range(0, DifferentBodies).Select(_ => (byte[])[.. head, .. Inputs.Bytes(bytes)])];
        return [.. Enumerable.Range(0, Most).Select(i => different[i % DifferentBodies])];
    }

    private static int Accepted(ReadOnlyMemory<byte> body) => body.Span.Count("\"accepted\""u8);
}
