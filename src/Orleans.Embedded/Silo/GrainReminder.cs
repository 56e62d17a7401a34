using Orleans.Hosting;
using Orleans.Runtime;

namespace Orleans.Silo;

/// <summary>A grain's handle on the version of a reminder that it registered or got.</summary>
internal sealed class GrainReminder(StoredReminder stored) : IGrainReminder
{
    public string ReminderName => stored.Name;

    public GrainId Grain => stored.Grain;

    public string Version => stored.Version;
}
