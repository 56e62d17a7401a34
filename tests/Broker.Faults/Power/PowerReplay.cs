using Broker.Faults.Load;
using Broker.Faults.Scene;

namespace Broker.Faults.Power;

/// <summary>Cuts the power at random steps of a recording and opens what is left, each time with the silo's own code.</summary>
internal static class PowerReplay
{
    private const ulong Seed = 20260101;
    private const int EarlyOneIn = 8; // images from before the first receipt, where the folder itself comes to be

    public static async Task<PowerResult> RunAsync(PowerRecording recording, SyncRule rule, int images, string scratch)
    {
        IReadOnlyList<DiskEvent> events = SyncFilter.Apply(recording.Events, rule);
        var dice = new Dice(Seed);
        List<int> cuts = Cuts(events, recording, images, dice);
        var disk = new ModelDisk();
        var result = new PowerResult(0, 0, 0, 0, 0, 0);
        int next = 0;
        for (int step = 0; step < events.Count && next < cuts.Count; step++)
        {
            for (; next < cuts.Count && cuts[next] == step; next++)
            {
                IReadOnlyCollection<Acknowledged> receipts = recording.Before(events[step]);
                string image = Path.Combine(scratch, "image");
                disk.Save(image, (PowerCut)dice.Next(4), dice);
                result = Add(result, await StoreCheck.RunAsync(image, receipts), receipts.Count);
                Directory.Delete(image, recursive: true);
            }

            disk.Take(events[step]);
        }

        return result;
    }

    private static List<int> Cuts(IReadOnlyList<DiskEvent> events, PowerRecording recording, int images, Dice dice)
    {
        long first = PowerRecording.Microseconds(recording.Receipts[0].At);
        int loaded = events.TakeWhile(step => step.Time < first).Count();
        var cuts = new List<int>(images);
        for (int i = 0; i < images; i++)
        {
            cuts.Add(i % EarlyOneIn == 0 ? dice.Next(loaded) : loaded + dice.Next(events.Count - loaded));
        }

        cuts.Sort();
        return cuts;
    }

    private static PowerResult Add(PowerResult sum, StoreFinding found, int receipts) => new(
        sum.Images + 1,
        sum.LosingImages + (found is { Opens: true, Lost: > 0 } ? 1 : 0),
        sum.Lost + (found.Opens ? found.Lost : 0),
        sum.Unopenable + (found.Opens ? 0 : 1),
        sum.Unsound + (found.Opens && (found.Doubled != 0 || !found.LogHolds) ? 1 : 0),
        sum.Receipts + receipts);
}
