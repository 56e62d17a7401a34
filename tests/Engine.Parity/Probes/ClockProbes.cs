using Engine.Parity.Grains;
using Engine.Parity.Hosting;

namespace Engine.Parity.Probes;

/// <summary>Timers and reminders.</summary>
internal static class ClockProbes
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(2);

    public static IEnumerable<Probe> All =>
    [
        new("ticks of a timer that are longer than its period", Long),
        new("ticks while a request runs", WhileRunning),
        new("timer after a tick that failed", Failing),
        new("timer after its disposal", Disposed),
        new("timer after its grain left", Left),
        new("reminder: ticks in its series", Series),
        new("reminder: due at once, which tick comes first", AtOnce),
        new("reminder: wakes a grain that left", Wakes),
        new("reminder: registered again under its name", Again),
        new("reminder: after it was unregistered", Unregistered),
        new("reminder: list of names", Names),
        new("reminder: unregistered by an old handle", host => Clock(host, "old").UnregisterStaleAsync("old", TimeSpan.FromHours(1), TimeSpan.FromHours(1))),
        new("reminder: get one that is not there", async host => Outcome.YesNo(await Clock(host, "none").HasReminderAsync("none"))),
        new("reminder: period under the minimum", host => Clock(host, "short").RegisterAsync("short", Second, Second - Short)),
        new("reminder: due before now", host => Clock(host, "past").RegisterAsync("past", -Second, Second)),
        new("reminder: without a name", host => Clock(host, "blank").RegisterAsync("", Second, Second)),
        new("reminder: key with unicode and slashes", UnicodeKey),
    ];

    /// <summary>They restart the silo.</summary>
    public static IEnumerable<Probe> Restarting =>
    [
        new("reminder: after a restart of the silo", Survives),
        new("reminder: ticks that were missed meanwhile", Missed),
    ];

    private static IClockGrain Clock(ParityHost host, string name) => host.Grains.GetGrain<IClockGrain>("clock/" + name);

    private static string Page(string name) => "ticks clock/" + name;

    private static async Task<string> Long(ParityHost host)
    {
        await Clock(host, "long").StartTimerAsync(TimeSpan.Zero, Short, Short * 5, fails: false);
        await Journal.Until(Page("long"), 4);
        await Clock(host, "long").StopTimerAsync();
        return Journal.Lines(Page("long")).Contains(ClockGrain.Overlaps) ? "overlap" : "wait for each other";
    }

    private static async Task<string> WhileRunning(ParityHost host)
    {
        await Clock(host, "holds").StartTimerAsync(Short, Short, TimeSpan.Zero, fails: false);
        var meanwhile = await Clock(host, "holds").HoldAsync(Short * 20);
        await Clock(host, "holds").StopTimerAsync();
        return meanwhile == 0 ? "wait" : "run in between";
    }

    private static async Task<string> Failing(ParityHost host)
    {
        await Clock(host, "fails").StartTimerAsync(TimeSpan.Zero, Short, TimeSpan.Zero, fails: true);
        var goesOn = await Journal.Until(Page("fails"), 3);
        await Clock(host, "fails").StopTimerAsync();
        return goesOn ? "goes on" : "ends";
    }

    private static async Task<string> Disposed(ParityHost host)
    {
        await Clock(host, "disposed").StartTimerAsync(TimeSpan.Zero, Short, TimeSpan.Zero, fails: false);
        await Journal.Until(Page("disposed"), 2);
        await Clock(host, "disposed").StopTimerAsync();
        return await Quiet("disposed", Short * 10);
    }

    private static async Task<string> Left(ParityHost host)
    {
        await Clock(host, "left").StartTimerAsync(TimeSpan.Zero, Short, TimeSpan.Zero, fails: false);
        await Journal.Until(Page("left"), 2);
        await Clock(host, "left").LeaveAsync();
        await Task.Delay(Short * 5);
        return await Quiet("left", Short * 10);
    }

    private static async Task<string> Series(ParityHost host)
    {
        await Clock(host, "series").RegisterAsync("series", Soon, Step);
        await Journal.Until(Page("series"), 3);
        var ticks = Journal.Lines(Page("series"));
        await Clock(host, "series").UnregisterAsync("series");
        return ticks is ["series 0", "series 1", "series 2", ..] ? "each once, in step" : "out of step";
    }

    private static async Task<string> AtOnce(ParityHost host)
    {
        await Clock(host, "once").RegisterAsync("tick", TimeSpan.Zero, Step);
        await Journal.Until(Page("once"), 1);
        await Clock(host, "once").UnregisterAsync("tick");
        return Journal.Lines(Page("once")) is [var first, ..] ? first : Outcome.Never;
    }

    private static async Task<string> Wakes(ParityHost host)
    {
        await Clock(host, "wakes").RegisterAsync("wakes", Second, TimeSpan.FromHours(1));
        await Clock(host, "wakes").LeaveAsync();
        return await Journal.Until(Page("wakes"), 1) ? "yes" : "no";
    }

    private static async Task<string> Again(ParityHost host)
    {
        var clock = Clock(host, "again");
        await clock.RegisterAsync("again", Soon, TimeSpan.FromHours(1));
        await Journal.Until(Page("again"), 1);
        await clock.RegisterAsync("again", Second, TimeSpan.FromHours(1));
        var ticks = await Journal.Until(Page("again"), 2);
        return $"ticks anew: {Outcome.YesNo(ticks)}, one in the list: {Outcome.YesNo((await clock.RemindersAsync()).Count == 1)}";
    }

    private static async Task<string> Unregistered(ParityHost host)
    {
        await Clock(host, "ends").RegisterAsync("ends", Soon, Second);
        await Journal.Until(Page("ends"), 1);
        await Clock(host, "ends").UnregisterAsync("ends");
        return await Quiet("ends", Second * 2.5);
    }

    private static async Task<string> Names(ParityHost host)
    {
        foreach (var name in new[] { "b", "a", "c" })
        {
            await Clock(host, "names").RegisterAsync(name, TimeSpan.FromHours(1), TimeSpan.FromHours(1));
        }

        await Clock(host, "names").UnregisterAsync("c");
        return string.Join(", ", await Clock(host, "names").RemindersAsync());
    }

    private static async Task<string> UnicodeKey(ParityHost host)
    {
        const string name = "بانغي/a b";
        await Clock(host, name).RegisterAsync("jour fixé", Soon, TimeSpan.FromHours(1));
        return await Journal.Until(Page(name), 1) ? Journal.Lines(Page(name))[0] : Outcome.Never;
    }

    private static async Task<string> Survives(ParityHost host)
    {
        await Clock(host, "survives").RegisterAsync("survives", Step, Step);
        await host.RestartAsync();
        var before = Journal.Lines(Page("survives")).Count;
        var ticks = await Journal.Until(Page("survives"), before + 1);
        await Clock(host, "survives").UnregisterAsync("survives");
        return ticks ? "ticks" : "lost";
    }

    private static async Task<string> Missed(ParityHost host)
    {
        await Clock(host, "missed").RegisterAsync("missed", Soon, Step);
        await Journal.Until(Page("missed"), 1);
        await host.StopAsync();
        await Task.Delay(Step * 3);
        var before = Journal.Lines(Page("missed")).Count;
        await host.StartAsync();
        await Journal.Until(Page("missed"), before + 2);
        var places = Journal.Lines(Page("missed")).Skip(before).Take(2).ToArray();
        await Clock(host, "missed").UnregisterAsync("missed");
        return places.Distinct().Count() == 2 && !places.Contains("missed 1") ? "left out, the series goes on" : "made up for";
    }

    private static async Task<string> Quiet(string name, TimeSpan length)
    {
        var before = Journal.Lines(Page(name)).Count;
        await Task.Delay(length);
        return Journal.Lines(Page(name)).Count == before ? "no more ticks" : "more ticks";
    }
}
