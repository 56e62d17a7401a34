using Orleans.Runtime;

namespace Orleans;

/// <summary>A grain that has reminders implements this.</summary>
public interface IRemindable : IGrain
{
    /// <summary>A tick; a call as any other. The next tick comes after it has ended, at the next time that is still ahead.</summary>
    Task ReceiveReminder(string reminderName, TickStatus status);
}
