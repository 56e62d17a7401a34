namespace Broker.Cli.Verify;

/// <summary>The answer of a verification: whether it holds, and the plain words for it.</summary>
internal sealed record VerifyOutcome(bool Holds, string Words)
{
    internal const int ExitHolds = 0;
    internal const int ExitDoesNotHold = 1;

    internal int ExitCode => Holds ? ExitHolds : ExitDoesNotHold;

    internal static VerifyOutcome Malformed(string what) => new(false, $"malformed: {what}");
}
