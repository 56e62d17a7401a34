namespace Broker.Transparency;

/// <summary>What appending entries changes.</summary>
/// <param name="Head">The tree after it: what the next checkpoint says.</param>
/// <param name="Files">All files to write, durably, before that checkpoint is signed. A full or partial file that exists never changes.</param>
public sealed record LogGrowth(TreeHead Head, IReadOnlyList<LogFile> Files);
