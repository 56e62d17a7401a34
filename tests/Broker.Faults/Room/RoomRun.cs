using Broker.Faults.Load;
using Broker.Faults.Scene;

namespace Broker.Faults.Room;

/// <summary>A silo under load whose disk of 8 MB runs full, and gets room again.</summary>
internal static class RoomRun
{
    private const int Depositors = 4;
    private const int LanesEach = 2;
    private const int InsufficientStorage = 507;
    private const int BallastBytes = 3 << 20;
    private const int LastTries = 50;
    private const string Code = "storage-full";
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan GoesOn = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Null where no file system may be mounted.</summary>
    public static async Task<RoomResult?> RunAsync(string root)
    {
        string mount = root + "-disk";
        using SmallDisk? disk = SmallDisk.TryMount(mount);
        return disk is null ? null : await RunAsync(root, mount);
    }

    private static async Task<RoomResult> RunAsync(string root, string mount)
    {
        await using Installation broker = Installation.Prepare(root, Path.Combine(mount, "data"));
        string ballast = Path.Combine(mount, "ballast");
        await File.WriteAllBytesAsync(ballast, new byte[BallastBytes]);
        broker.StartSilo();
        broker.StartGateway();
        await broker.SetUpAsync(Depositors);
        await using DepositLoad load = DepositLoad.Start(broker, LanesEach);
        await UntilFullAsync(load);
        await load.StopAsync();
        int before = load.Book.Count;
        StoreFinding full = await LookAsync(broker, load);
        int refusals = load.Refused.Count(one => IsFull(one.Answer));
        int other = load.Refused.Count - refusals;
        File.Delete(ballast);
        int unanswered = await load.ResendAsync(LastTries);
        await broker.Silo.StopAsync();
        StoreFinding last = await LookAsync(broker, load);
        return new RoomResult(before, refusals, other, full.IsSound, load.Book.Count - before, unanswered, last.Lost, last.IsSound && load.Book.Differing == 0);
    }

    private static bool IsFull(Answer answer) => answer.Status == InsufficientStorage && DepositSender.Code(answer) == Code;

    private static async Task UntilFullAsync(DepositLoad load)
    {
        DateTimeOffset late = TimeProvider.System.GetUtcNow() + Patience;
        while (!load.Refused.Any(one => one.Answer.Status == InsufficientStorage) && TimeProvider.System.GetUtcNow() < late)
        {
            await Task.Delay(Look);
        }

        await Task.Delay(GoesOn);
    }

    // Elsewhere: opening a store needs room.
    private static async Task<StoreFinding> LookAsync(Installation broker, DepositLoad load)
    {
        string copy = Path.Combine(broker.Root, "copy");
        DataCopy.Make(broker.DataFolder, copy);
        return await StoreCheck.RunAsync(copy, load.Book.All);
    }
}
