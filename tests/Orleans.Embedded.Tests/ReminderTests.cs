using Orleans.Embedded.Tests.Grains;
using Orleans.Embedded.Tests.Harness;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Orleans.Embedded.Tests;

public sealed class ReminderTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly DateTime Noon = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData(-90, 0, 0)]
    [InlineData(0, 0, 60)]
    [InlineData(1, 60, 60)]
    [InlineData(59, 60, 60)]
    [InlineData(60, 60, 120)]
    [InlineData(150, 180, 180)]
    [InlineData(600, 600, 660)]
    public void NextTick_OfASeriesFromNoonEveryHour_IsTheFirstOneAhead(int now, int from, int after)
    {
        var reminder = new StoredReminder(GrainId.Create("test.alarm", "alarm/a"), "a", Noon, Hour, "1");
        var moment = Noon.AddMinutes(now);

        Assert.Equal(Noon.AddMinutes(from), reminder.NextFrom(moment));
        Assert.Equal(Noon.AddMinutes(after), reminder.NextAfter(moment));
    }

    [Theory]
    [InlineData(180, 150, 180)] // an ordinary wait
    [InlineData(0, -600, 0)] // the first tick is as far ahead as it was asked for
    [InlineData(5_256_000, 150, 180)] // chosen while the clock was ten years ahead
    [InlineData(5_256_000, -10, 0)]
    public void NextTick_OnceTheClockWasSetBack_IsAtMostAPeriodAhead(int next, int now, int again)
    {
        var reminder = new StoredReminder(GrainId.Create("test.alarm", "alarm/a"), "a", Noon, Hour, "1");

        Assert.Equal(Noon.AddMinutes(again), reminder.Again(Noon.AddMinutes(next), Noon.AddMinutes(now)));
    }

    [Fact]
    public void NextTick_BeyondTheCalendar_IsItsEnd()
    {
        var reminder = new StoredReminder(GrainId.Create("test.alarm", "alarm/a"), "a", Noon, TimeSpan.MaxValue, "1");

        Assert.Equal(DateTime.MaxValue, reminder.NextAfter(Noon));
    }

    [Fact]
    public async Task Reminder_OfAnEarlierHost_TicksInTheNextOne()
    {
        var store = new MemoryReminderStore();
        await using (var first = await StartAsync(store))
        {
            await Alarm(first).RegisterAsync("again", TimeSpan.Zero, Short);
            await first.Journal.Until("tick again", 1);
        }

        await using var second = await StartAsync(store);
        await second.Journal.Until("tick again", 2);
        Assert.Equal("", await Alarm(second).UnregisterAsync("again"));
        Assert.Equal(0, store.Rows);
        var ticks = second.Journal.Count("tick again");
        await Task.Delay(4 * Short);
        Assert.InRange(second.Journal.Count("tick again"), ticks, ticks + 1);
    }

    [Fact]
    public async Task Ticks_MissedWhileOneRan_AreLeftOut()
    {
        await using var host = await StartAsync();
        await Alarm(host).RegisterAsync("slow", TimeSpan.Zero, Short);
        await host.Journal.Until("tick slow", 1);
        await Task.Delay(6 * Short);
        Assert.Equal(1, host.Journal.Count("tick slow"));

        // Six periods have gone by. From here on one tick a period comes, not six at once.
        var from = TimeProvider.System.GetTimestamp();
        host.Journal.Open("slow");
        await host.Journal.Until("tick slow", 4);
        Assert.True(TimeProvider.System.GetElapsedTime(from) > 1.5 * Short);
    }

    [Fact]
    public async Task Reminder_WhoseTickFails_GoesOnAndIsLoggedWithoutItsMessage()
    {
        await using var host = await StartAsync();
        await Alarm(host).RegisterAsync("fails", TimeSpan.Zero, Short);

        await host.Journal.Until("tick fails", 3);

        Assert.Contains(host.Log.Lines, line => line.Contains("a reminder's tick of test.alarm failed", StringComparison.Ordinal));
        Assert.DoesNotContain(host.Log.Lines, line => line.Contains("the tick fails", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Reminder_OfAGrainThatLeft_WakesIt()
    {
        await using var host = await StartAsync();
        await Alarm(host).RegisterAsync("wakes", 4 * Short, Hour);
        await Alarm(host).LeaveAsync();

        await host.Journal.Until("tick wakes", 1);
    }

    [Fact]
    public async Task Reminder_ThatTheStoreDidNotTake_DoesNotTick()
    {
        var store = new MemoryReminderStore { Fails = true };
        await using var host = await StartAsync(store);

        Assert.Equal(nameof(IOException), await Alarm(host).RegisterAsync("lost", TimeSpan.Zero, Short));
        await Task.Delay(3 * Short);
        Assert.Equal(0, host.Journal.Count("tick lost"));
    }

    [Theory]
    [InlineData("name", -1, 3600, nameof(ArgumentOutOfRangeException))]
    [InlineData("name", 0, 59.999, nameof(ArgumentException))]
    [InlineData("name", 0, 60, "")]
    [InlineData(" ", 0, 3600, nameof(ArgumentNullException))]
    public async Task Registration_OutOfBounds_IsRefused(string name, double due, double period, string failure)
    {
        await using var host = await EngineHost.StartAsync();

        Assert.Equal(failure, await Alarm(host).RegisterAsync(name, TimeSpan.FromSeconds(due), TimeSpan.FromSeconds(period)));
    }

    [Fact]
    public async Task Registration_WithANameThatOrleansTablesHaveNoRoomFor_IsRefused()
    {
        await using var host = await EngineHost.StartAsync();

        Assert.Equal("", await Alarm(host).RegisterAsync(new string('n', 150), Hour, Hour));
        Assert.Equal(nameof(ArgumentException), await Alarm(host).RegisterAsync(new string('n', 151), Hour, Hour));
        var far = host.Grains.GetGrain<IAlarmGrain>("alarm/" + new string('k', 150));
        Assert.Equal(nameof(ArgumentException), await far.RegisterAsync("name", Hour, Hour));
    }

    [Fact]
    public async Task Registration_OutsideOfATurn_IsRefused()
    {
        await using var host = await EngineHost.StartAsync();

        Assert.Equal(nameof(InvalidOperationException), await Alarm(host).RegisterOutsideAsync());
    }

    [Fact]
    public async Task StoredReminder_WithoutAGrainClass_WaitsAndHindersNoStart()
    {
        var store = new MemoryReminderStore();
        await store.WriteAsync(new StoredReminder(GrainId.Create("test.gone", "gone/a"), "a", Noon, Hour, ""));
        await store.WriteAsync(new StoredReminder(GrainId.Create("test.probe", "probe/a"), "a", Noon, Hour, ""));

        await using var host = await StartAsync(store);

        Assert.Equal(2, store.Rows);
        Assert.Equal(2, host.Log.Lines.Count(line => line.Contains("has no grain class here", StringComparison.Ordinal)));
        Assert.DoesNotContain(host.Log.Lines, line => line.Contains("gone/a", StringComparison.Ordinal));
    }

    private static IAlarmGrain Alarm(EngineHost host) => host.Grains.GetGrain<IAlarmGrain>("alarm/a");

    private static Task<EngineHost> StartAsync(MemoryReminderStore? store = null) =>
        EngineHost.StartAsync(options => options.MinimumReminderPeriod = Short, reminders: store);
}
