namespace Orleans.Runtime;

/// <summary>A stored reminder of the grain that has it; not for messages.</summary>
public interface IGrainReminder
{
    string ReminderName { get; }
}
