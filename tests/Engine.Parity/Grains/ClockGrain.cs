using System.Globalization;

namespace Engine.Parity.Grains;

[GrainType("parity.clock")]
internal sealed class ClockGrain : Grain, IClockGrain, IRemindable
{
    public const string Begins = "begins";
    public const string Overlaps = "overlaps";

    private IGrainTimer? _timer;
    private bool _ticking;

    private string Page => "ticks " + this.GetPrimaryKeyString();

    public Task StartTimerAsync(TimeSpan due, TimeSpan period, TimeSpan length, bool fails)
    {
        _timer = this.RegisterGrainTimer(token => TickAsync(length, fails, token), new GrainTimerCreationOptions(due, period));
        return Task.CompletedTask;
    }

    public Task StopTimerAsync()
    {
        _timer?.Dispose();
        return Task.CompletedTask;
    }

    public async Task<int> HoldAsync(TimeSpan length)
    {
        var before = Journal.Lines(Page).Count;
        await Task.Delay(length);
        return Journal.Lines(Page).Count - before;
    }

    public Task LeaveAsync()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task<string> RegisterAsync(string name, TimeSpan due, TimeSpan period) =>
        NameOfFailure(() => this.RegisterOrUpdateReminder(name, due, period));

    public async Task<string> UnregisterAsync(string name) => await this.GetReminder(name) is { } reminder
        ? await NameOfFailure(() => this.UnregisterReminder(reminder))
        : "no such reminder";

    public async Task<string> UnregisterStaleAsync(string name, TimeSpan due, TimeSpan period)
    {
        var old = await this.RegisterOrUpdateReminder(name, due, period);
        await this.RegisterOrUpdateReminder(name, due, period);
        return await NameOfFailure(() => this.UnregisterReminder(old));
    }

    public async Task<IReadOnlyList<string>> RemindersAsync() =>
        [.. (await this.GetReminders()).Select(reminder => reminder.ReminderName).Order(StringComparer.Ordinal)];

    public async Task<bool> HasReminderAsync(string name) => await this.GetReminder(name) is not null;

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        // Which tick of the series it is, from 0.
        var since = (status.CurrentTickTime - status.FirstTickTime) / status.Period;
        Journal.Add(Page, string.Create(CultureInfo.InvariantCulture, $"{reminderName} {Math.Round(since):0}"));
        return Task.CompletedTask;
    }

    private async Task TickAsync(TimeSpan length, bool fails, CancellationToken token)
    {
        Journal.Add(Page, _ticking ? Overlaps : Begins);
        _ticking = true;
        await Task.Delay(length, token);
        _ticking = false;
        if (fails)
        {
            throw new InvalidOperationException("the tick fails");
        }
    }

    private static async Task<string> NameOfFailure(Func<Task> call)
    {
        try
        {
            await call();
            return "";
        }
        catch (Exception failure) when (failure is ArgumentException or InvalidOperationException or ReminderException)
        {
            return failure.GetType().Name;
        }
    }
}
