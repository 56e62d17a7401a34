namespace Broker.Cli;

/// <summary>Makes files that were written below a folder survive a power cut once this returned; throws when they may not.</summary>
internal delegate void DurableSync(string folder, IReadOnlyCollection<string> files);
