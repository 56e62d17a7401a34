namespace Engine.Parity.Hosting;

/// <summary>One stored reminder.</summary>
public sealed record ReminderRow(GrainId Grain, string Name, DateTime Start, TimeSpan Period, string Version);
