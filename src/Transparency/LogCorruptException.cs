namespace Broker.Transparency;

/// <summary>A stored tile is absent or not what the tree head says: an infrastructure failure, after which nothing is signed or released.</summary>
/// <remarks>Carries a reason and a path, never content.</remarks>
public sealed class LogCorruptException : Exception
{
    /// <summary>Names what is wrong and where.</summary>
    public LogCorruptException(LogFault fault, TilePath path)
        : base($"the log is corrupt: {fault} at `{path}`")
    {
        Fault = fault;
        Path = path;
    }

    /// <summary>What is wrong.</summary>
    public LogFault Fault { get; }

    /// <summary>The file that shows it.</summary>
    public TilePath Path { get; }
}
