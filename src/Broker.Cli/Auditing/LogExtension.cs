using Broker.Transparency;

namespace Broker.Cli;

/// <summary>Whether the tree of <paramref name="newer"/> begins with that of <paramref name="older"/>.</summary>
/// <returns>True or false when that is shown; null when files are missing or damaged, so that nothing is shown.</returns>
internal delegate Task<bool?> LogExtension(TreeHead older, TreeHead newer, CancellationToken cancellation);
