namespace Broker.Cli;

/// <summary>Ends a command with one line for the person at the keyboard; never holds content of a record or a key.</summary>
internal sealed class CommandFailure(string message, int exitCode = ExitCodes.Failure) : Exception(message)
{
    public int ExitCode { get; } = exitCode;

    /// <summary>An expected no.</summary>
    public static CommandFailure No(string message) => new(message, ExitCodes.No);
}
