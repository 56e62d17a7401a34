using System.Globalization;
using Broker.Faults.Load;
using Broker.Faults.Power;
using Broker.Faults.Scene;

namespace Broker.Faults.Errors;

/// <summary>For each injection a silo under load on a fresh copy of one data folder, until some time after the failure.</summary>
internal static class ErrorRun
{
    private const int Depositors = 4;
    private const int LanesEach = 2;
    private const string Mark = "(INJECTED)";
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan GoesOn = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60); // of a machine that does much else

    public static async Task<ErrorResult> RunAsync(string root, IEnumerable<Injection> injections, Action<string> say)
    {
        await using Installation broker = Installation.Prepare(root);
        broker.StartSilo();
        broker.StartGateway();
        await broker.SetUpAsync(Depositors);
        await broker.Silo.StopAsync();
        string template = Path.Combine(root, "template");
        DataCopy.Make(broker.DataFolder, template);
        var sum = new ErrorResult(0, 0, 0, 0, 0, 0);
        foreach (Injection injection in injections)
        {
            DataCopy.Make(template, broker.DataFolder);
            ErrorResult one = await OneAsync(broker, injection);
            say($"{(injection.IsSync ? "sync" : "write")} {injection.Number} {injection.Error}: {(one.Reached == 1 ? "reached" : "not reached")}, acked {one.Acked}, after it {one.AckedAfter}, lost {one.Lost}, unsound {one.Unsound}");
            sum = new ErrorResult(
                sum.Runs + 1, sum.Reached + one.Reached, sum.Acked + one.Acked, sum.AckedAfter + one.AckedAfter, sum.Lost + one.Lost, sum.Unsound + one.Unsound);
        }

        return sum;
    }

    private static async Task<ErrorResult> OneAsync(Installation broker, Injection injection)
    {
        string output = Path.Combine(broker.Root, "trace");
        File.Delete(output);
        broker.StartSilo(injection.Command(output, broker.DataFolder));
        await using DepositLoad load = DepositLoad.Start(broker, LanesEach);
        long failedAt = await FailureAsync(broker, output);
        await Task.Delay(GoesOn);
        await broker.Silo.KillAsync();
        await load.StopAsync();
        IReadOnlyCollection<Acknowledged> receipts = load.Book.All;
        int after = injection.EndsWriting ? receipts.Count(known => PowerRecording.Microseconds(known.Sent) > failedAt) : 0;
        StoreFinding found = await StoreCheck.RunAsync(broker.DataFolder, receipts);
        return new ErrorResult(1, failedAt < long.MaxValue ? 1 : 0, receipts.Count, after, found.Lost, found is { Opens: true, Doubled: 0, LogHolds: true } ? 0 : 1);
    }

    /// <summary>When the first call was made to fail, in microseconds since 1970; the end of time when none was within the patience.</summary>
    private static async Task<long> FailureAsync(Installation broker, string output)
    {
        DateTimeOffset late = TimeProvider.System.GetUtcNow() + Patience;
        while (TimeProvider.System.GetUtcNow() < late)
        {
            if (File.Exists(output) && Failure(output) is { } time)
            {
                return time;
            }

            if (broker.Silo.HasExited)
            {
                break;
            }

            await Task.Delay(Look);
        }

        return Failure(output) ?? long.MaxValue;
    }

    private static long? Failure(string output)
    {
        using var shared = new FileStream(output, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(shared);
        while (reader.ReadLine() is { } line)
        {
            if (line.Contains(Mark, StringComparison.Ordinal))
            {
                return (long)(decimal.Parse(line.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1_000_000);
            }
        }

        return null;
    }
}
