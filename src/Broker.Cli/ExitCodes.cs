namespace Broker.Cli;

/// <summary>What the process tells its caller.</summary>
internal static class ExitCodes
{
    /// <summary>Done, or the answer is yes.</summary>
    public const int Ok = 0;

    /// <summary>An expected no: refused, not verified, or with rows that were not taken.</summary>
    public const int No = 1;

    /// <summary>Wrong usage, or a failure.</summary>
    public const int Failure = 2;
}
