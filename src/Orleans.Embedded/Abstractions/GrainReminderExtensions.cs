using Orleans.Runtime;
using Orleans.Silo;

namespace Orleans;

/// <summary>
/// Reminders: ticks that are stored, outlive the activation and the process, and wake their grain. Called in a turn of the grain.
/// </summary>
public static class GrainReminderExtensions
{
    /// <summary>Stores a reminder in the place of one of that name.</summary>
    /// <param name="dueTime">From now to the first tick; not negative.</param>
    /// <param name="period">At least the host's minimum, a minute by default.</param>
    /// <exception cref="InvalidOperationException">The grain is not <see cref="IRemindable"/>, or the call is outside of its turns.</exception>
    public static Task<IGrainReminder> RegisterOrUpdateReminder(this IGrainBase grain, string reminderName, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(grain);
        return grain is IRemindable
            ? Of(grain, reminderName).RegisterAsync(grain.GrainContext.GrainId, reminderName, dueTime, period)
            : throw new InvalidOperationException("the grain is not `IRemindable`");
    }

    /// <exception cref="ReminderException">The reminder was registered again since; get it anew.</exception>
    public static Task UnregisterReminder(this IGrainBase grain, IGrainReminder reminder)
    {
        ArgumentNullException.ThrowIfNull(grain);
        ArgumentNullException.ThrowIfNull(reminder);
        return Of(grain, reminder.ReminderName).UnregisterAsync(grain.GrainContext.GrainId, reminder);
    }

    /// <returns>Null when the grain has no reminder of that name.</returns>
    public static Task<IGrainReminder?> GetReminder(this IGrainBase grain, string reminderName)
    {
        ArgumentNullException.ThrowIfNull(grain);
        return Of(grain, reminderName).GetAsync(grain.GrainContext.GrainId, reminderName);
    }

    public static Task<List<IGrainReminder>> GetReminders(this IGrainBase grain)
    {
        ArgumentNullException.ThrowIfNull(grain);
        return Service(grain).GetAllAsync(grain.GrainContext.GrainId);
    }

    private static ReminderService Of(IGrainBase grain, string reminderName) => string.IsNullOrWhiteSpace(reminderName)
        ? throw new ArgumentNullException(nameof(reminderName))
        : Service(grain);

    private static ReminderService Service(IGrainBase grain) => TaskScheduler.Current is ActivationScheduler
        ? ((Activation)grain.GrainContext).Silo.Reminders
        : throw new InvalidOperationException("reminders are for the turns of a grain");
}
