namespace Broker.Transparency;

/// <summary>The answer of a whole-log check.</summary>
/// <param name="Fault">The first fault, or <see cref="LogFault.None"/>.</param>
/// <param name="Index">Index of the bundle, tile or entry that the fault is about; -1 for a fault of the checkpoint or root.</param>
/// <param name="File">The file that the fault is about, null when it is no file of the log.</param>
/// <param name="Entries">Entries that were read and hashed before the fault, all when there is none.</param>
/// <param name="Checkpoint">The verified checkpoint, null when that is at fault.</param>
public sealed record LogReport(LogFault Fault, long Index, string? File, long Entries, Checkpoint? Checkpoint)
{
    /// <summary>Whether all of the log is what its checkpoint says.</summary>
    public bool IsClean => Fault == LogFault.None;
}
