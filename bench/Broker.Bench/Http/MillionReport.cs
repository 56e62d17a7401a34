using System.Diagnostics;
using System.Globalization;
using Broker.Bench.Harness;
using Broker.Faults.Scene;

namespace Broker.Bench.Http;

/// <summary>A broker that holds a million records: how long it takes to start, how fast it takes deposits beside an empty one, what a record takes on disk.</summary>
internal static class MillionReport
{
    private const double LongestStart = 5;
    private const double OfEmpty = 0.9;
    private const int Rounds = 3;
    private const double SmallTable = 0.002; // of the whole: not printed

    private static readonly DepositLevel Level = new(64, 1, StoredMillion.Organisations, 10_000);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Makes the records when they are not there yet, which takes minutes.</summary>
    internal static async Task<(int Promised, int ShortOf)> RunAsync()
    {
        var promises = new Promises();
        await using Installation broker = await StoredMillion.OpenAsync();
        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{StoredMillion.Records:N0} records stored, SQLite, all of one country and one open period"));
        await StartAsync(broker, promises, "after a stop");
        await broker.Silo.KillAsync();
        await broker.Gateway.KillAsync();
        await StartAsync(broker, promises, "after a kill");
        await CompareAsync(broker, promises);
        await broker.Silo.StopAsync();
        await PrintBytesAsync(broker);
        return promises.Tally;
    }

    private static async Task StartAsync(Installation broker, Promises promises, string after)
    {
        ForgetPages(broker.DataFolder);
        long began = Stopwatch.GetTimestamp();
        broker.StartSilo();
        broker.StartGateway();
        await UntilAsync(async () => await IsReadyAsync(broker.Url));
        double ready = Stopwatch.GetElapsedTime(began).TotalSeconds;
        await broker.FetchEpochAsync();
        var requests = new DepositRequests(broker);

        // Signed anew at each try: a silo takes no signature from before its start.
        await UntilAsync(async () => (await HttpLoad.RunAsync(broker.Url, 1, requests.Make(1, 1, 1), Patience, body => body.Span.Count("\"accepted\""u8))).Done == 1);
        double first = Stopwatch.GetElapsedTime(began).TotalSeconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  cold start {after}, none of its files in the page cache: ready after {ready:0.00} s, first deposit acknowledged after {first:0.00} s (promised: at most {LongestStart} s)"));
        PrintUse(broker, "by then");
        await new DepositRun(broker, StoreKind.Sqlite).RestAsync(Patience);
        PrintUse(broker, string.Create(CultureInfo.InvariantCulture, $"at rest, {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s after the start"));
        promises.Demand(first <= LongestStart, "a cold start in 5 s");
    }

    private static void PrintUse(Installation broker, string when) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"    the silo's use {when}: {ProcessUse.CpuSeconds(broker.Silo.Id):0.0} CPU s, {ProcessUse.ReadMiB(broker.Silo.Id):N0} MiB read from the disk, {ProcessUse.MiB(broker.Silo.Id)} MiB of memory"));

    // Both brokers run, one of them idle, in turns, so that both see the same machine.
    private static async Task CompareAsync(Installation full, Promises promises)
    {
        await using Installation empty = await StoreKind.Sqlite.StartAsync("million-empty-bench", StoredMillion.Organisations);
        (DepositRun Run, double Done, double Seconds, int Failed)[] sides = [(new DepositRun(full, StoreKind.Sqlite), 0, 0, 0), (new DepositRun(empty, StoreKind.Sqlite), 0, 0, 0)];
        foreach ((DepositRun run, _, _, _) in sides)
        {
            _ = await run.MeasureAsync(DepositLevel.WarmUp);
        }

        for (int round = 0; round < Rounds; round++)
        {
            for (int side = 0; side < sides.Length; side++)
            {
                LoadResult load = (await sides[side].Run.MeasureAsync(Level)).Load;
                sides[side] = (sides[side].Run, sides[side].Done + load.Done, sides[side].Seconds + load.Seconds, sides[side].Failed + load.Failed);
            }
        }

        double[] rates = [.. sides.Select(side => side.Done / side.Seconds)];
        int failed = sides.Sum(side => side.Failed);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  deposits at {Level.Connections} connections: {rates[0]:N0}/s, empty store {rates[1]:N0}/s, ratio {rates[0] / rates[1]:0.00} (promised: at least {OfEmpty}), failed {failed}; silo {ProcessUse.MiB(full.Silo.Id)} MiB, empty one {ProcessUse.MiB(empty.Silo.Id)} MiB"));
        promises.Demand(rates[0] >= OfEmpty * rates[1], "0.9 of the empty store's rate");
        promises.Demand(failed == 0, "0 failed deposits at this load");
    }

    private static async Task PrintBytesAsync(Installation broker)
    {
        long bytes = StoreKind.Sqlite.Bytes(broker.DataFolder);
        await using SiloInProcess silo = SiloInProcess.Open(broker);
        long records = silo.Store.Read(connection => connection.Number("SELECT count(*) FROM records")) ?? 0;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {(double)bytes / records:N0} bytes a record on disk: {bytes / 1e9:0.00} GB for {records:N0} records, of packages of {new DepositRequests(broker).Package().Length} bytes"));
        IReadOnlyList<(string Table, long Content)> tables = silo.Store.Read(TableContents.Of);
        foreach ((string table, long content) in tables.Where(table => table.Content > SmallTable * bytes))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    content of {table,-20} {(double)content / records,7:N0}"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    {"indexes, and room in pages",-31} {(double)(bytes - tables.Sum(table => table.Content)) / records,7:N0}"));
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        long began = Stopwatch.GetTimestamp();
        while (!await holds())
        {
            Sink.Demand(Stopwatch.GetElapsedTime(began) < Patience, "a start");
            await Task.Delay(Look);
        }
    }

    private static async Task<bool> IsReadyAsync(Uri url)
    {
        try
        {
            using var http = new HttpClient();
            using HttpResponseMessage answer = await http.GetAsync(new Uri(url, "/readyz"));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false; // nothing listens yet
        }
    }

    // As after a boot: `dd` of nothing, with this flag, has the whole file leave the page cache.
    private static void ForgetPages(string folder)
    {
        foreach (string file in Directory.EnumerateFiles(folder))
        {
            using var sync = Process.Start(new ProcessStartInfo("sync", [file]));
            sync!.WaitForExit();
            using var forget = Process.Start(new ProcessStartInfo("dd", [$"if={file}", "iflag=nocache", "count=0", "status=none"]));
            forget!.WaitForExit();
        }
    }
}
