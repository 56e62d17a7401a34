using Orleans.Embedded.Tests.Harness;
using Orleans.Runtime;

namespace Orleans.Embedded.Tests.Grains;

/// <summary>A reminder named `slow` ticks until the test opens its gate; one named `fails` fails.</summary>
[GrainType("test.alarm")]
public sealed class AlarmGrain(Journal journal) : Grain, IAlarmGrain, IRemindable
{
    public Task<string> RegisterAsync(string name, TimeSpan due, TimeSpan period) =>
        NameOfFailure(() => this.RegisterOrUpdateReminder(name, due, period));

    public async Task<string> UnregisterAsync(string name) => await this.GetReminder(name) is { } reminder
        ? await NameOfFailure(() => this.UnregisterReminder(reminder))
        : "none";

    public Task<string> RegisterOutsideAsync() =>
        Task.Run(() => NameOfFailure(() => this.RegisterOrUpdateReminder("outside", TimeSpan.Zero, TimeSpan.FromHours(1))));

    public Task LeaveAsync()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        Assert.Equal(DateTimeKind.Utc, status.CurrentTickTime.Kind);
        Assert.True(status.CurrentTickTime >= status.FirstTickTime);
        journal.Add("tick " + reminderName);
        switch (reminderName)
        {
            case "slow":
                await journal.Gate("slow");
                break;
            case "fails":
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
        catch (Exception failure)
        {
            return failure.GetType().Name;
        }
    }
}
