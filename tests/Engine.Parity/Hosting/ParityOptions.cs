namespace Engine.Parity.Hosting;

/// <summary>Where a run keeps its socket (embedded) or its cluster (Orleans).</summary>
/// <param name="Cluster">A connection string of PostgreSQL for Orleans' membership and reminders; null: both in memory.</param>
public sealed record ParityOptions(string Folder, string? Cluster)
{
    /// <summary>Long enough for a busy machine, short enough to wait for.</summary>
    public static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(5);

    public static readonly TimeSpan MinimumReminderPeriod = TimeSpan.FromSeconds(1);
}
