using Broker.Transparency;

namespace Broker.Silo.Log;

/// <summary>The checkpoint that readers see.</summary>
/// <param name="Note">The signed note.</param>
/// <param name="Head">Size and root.</param>
internal sealed record PublishedHead(byte[] Note, TreeHead Head);
