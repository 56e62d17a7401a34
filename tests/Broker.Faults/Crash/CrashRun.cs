using System.Diagnostics;
using System.Security.Cryptography;
using Broker.Cli;
using Broker.Faults.Load;
using Broker.Faults.Scene;

namespace Broker.Faults.Crash;

/// <summary>A silo under load, killed by SIGKILL at a random moment and started again, round after round.</summary>
internal static class CrashRun
{
    private const int Depositors = 4;
    private const int LanesEach = 3;
    private const int LongestLife = 1000; // milliseconds between the first receipt of a life and its end
    private const int Again = 8; // receipts that are asked for again after each round
    private const int LastTries = 50;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Runs the rounds.</summary>
    /// <param name="root">Folder of the run, made anew.</param>
    /// <param name="rounds">Kills.</param>
    /// <param name="say">Hears of each round.</param>
    /// <param name="server">The database server in the place of the embedded store; null for none.</param>
    /// <param name="killsServer">The server is killed, and not the silo.</param>
    public static async Task<CrashResult> RunAsync(string root, int rounds, Action<string> say, DatabaseServer? server = null, bool killsServer = false)
    {
        await using Installation broker = Installation.Prepare(root, database: server?.Connection ?? "");
        broker.StartSilo();
        broker.StartGateway();
        await broker.SetUpAsync(Depositors);
        var recoveries = new List<Recovery>();
        int missing = 0;
        await using DepositLoad load = DepositLoad.Start(broker, LanesEach);
        _ = await load.NextAsync().WaitAsync(Patience);
        for (int round = 1; round <= rounds; round++)
        {
            await Task.Delay(RandomNumberGenerator.GetInt32(LongestLife));
            recoveries.Add(await KillAsync(broker, load, killsServer ? server : null));
            missing += await AskAgainAsync(load);
            say($"round {round} of {rounds}: {load.Book.Count} acknowledged, back after {recoveries[^1].Total.TotalSeconds:F2} s ({Recovery.Medians([recoveries[^1]])})");
        }

        await load.StopAsync();
        int unanswered = await load.ResendAsync(LastTries);
        (int unlisted, int listedTwice) = await ListedAsync(broker, load.Book);
        await broker.Silo.StopAsync();
        StoreFinding found = await StoreCheck.RunAsync(broker.DataFolder, load.Book.All, broker.Database);
        return new CrashResult(
            rounds, load.Book.Count, missing + unanswered + unlisted + found.Lost, load.Book.Differing + listedTwice + found.Doubled, recoveries, load.Final, found.LogHolds);
    }

    private static async Task<Recovery> KillAsync(Installation broker, DepositLoad load, DatabaseServer? server)
    {
        long killed = Stopwatch.GetTimestamp();
        await (server?.KillAsync() ?? broker.Silo.KillAsync());
        long gone = Stopwatch.GetTimestamp();
        Task<Acknowledged> next = load.NextAsync();
        if (server is null)
        {
            broker.StartSilo();
            await broker.ListensAsync().WaitAsync(Patience);
        }
        else
        {
            server.Start();
        }

        long started = Stopwatch.GetTimestamp();
        _ = await next.WaitAsync(Patience);
        return new Recovery(Stopwatch.GetElapsedTime(killed, gone), Stopwatch.GetElapsedTime(gone, started), Stopwatch.GetElapsedTime(started));
    }

    /// <summary>Sends some deposits again that have a receipt; how many do not get one again. That it is the same one, the book sees.</summary>
    private static async Task<int> AskAgainAsync(DepositLoad load)
    {
        int missing = 0;
        foreach (Acknowledged known in load.Book.All.OrderByDescending(one => one.At).Take(Again))
        {
            Answer answer = await load.Sender.SendAsync(known.Deposit);
            if (DepositSender.Receipt(known.Deposit, answer) is { } receipt)
            {
                load.Book.Add(known with { Receipt = receipt });
            }
            else
            {
                missing++;
            }
        }

        return missing;
    }

    /// <summary>What each depositor is told of its own records: those with a receipt that are not named, and those that are named twice or have none.</summary>
    private static async Task<(int Unlisted, int ListedTwice)> ListedAsync(Installation broker, AckBook book)
    {
        (int unlisted, int more) = (0, 0);
        foreach (Member member in broker.Depositors)
        {
            StatusAnswer status = await new DepositorDesk(broker.Client, member).StatusAsync(CancellationToken.None);
            string[] listed = [.. status.Records.Where(record => record.State == "sealed").Select(record => record.Record)];
            HashSet<string> own = [.. book.All.Where(known => known.Deposit.Member == member).Select(known => known.Deposit.Record)];
            unlisted += own.Except(listed).Count();
            more += listed.Length - listed.Distinct().Count() + listed.Except(own).Count();
        }

        return (unlisted, more);
    }
}
