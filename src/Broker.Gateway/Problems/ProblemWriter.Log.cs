namespace Broker.Gateway.Problems;

internal sealed partial class ProblemWriter
{
    [LoggerMessage(2101, LogLevel.Information, "problem {Code} {Status} {Reference}")]
    private static partial void LogProblem(ILogger logger, string code, int status, string reference);
}
