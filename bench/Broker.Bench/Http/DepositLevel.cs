namespace Broker.Bench.Http;

/// <summary>One line of the deposits' table.</summary>
/// <param name="Connections">Requests on their way at one time.</param>
/// <param name="Packages">Packages a request.</param>
/// <param name="Organisations">Depositors that take turns.</param>
/// <param name="Requests">Requests that are prepared.</param>
/// <param name="AtLeast">Records a second that the project promises; 0 for none.</param>
internal sealed record DepositLevel(int Connections, int Packages, int Organisations, int Requests, double AtLeast = 0)
{
    internal static DepositLevel WarmUp { get; } = new(64, 1, 16, 4_000);

    internal static IReadOnlyList<DepositLevel> All { get; } =
    [
        new(1, 1, 16, 3_000),
        new(16, 1, 16, 14_000),
        new(64, 1, 16, 20_000, AtLeast: 4_000),
        new(64, 1, 1, 14_000),
        new(1, 100, 16, 60),
        new(16, 100, 16, 200),
        new(64, 100, 16, 320, AtLeast: 8_000),
    ];
}
