namespace Broker.Gateway.Http;

/// <summary>What a path of the disclosure log names.</summary>
internal enum LogFileKind
{
    None,
    Checkpoint,
    FullTile,
    PartialTile,
}
