namespace Broker.Bench.Http;

/// <summary>One line of the deposits' table.</summary>
/// <param name="Connections">Requests on their way at one time.</param>
/// <param name="Packages">Packages a request.</param>
/// <param name="Organisations">Depositors that take turns.</param>
/// <param name="Requests">Requests that are prepared.</param>
/// <param name="AtLeast">Records a second that the project promises; 0 for none.</param>
/// <param name="OfBare">Share of bare inserts' rate, of the same batch in the same run, that the project promises; 0 for none.</param>
internal sealed record DepositLevel(int Connections, int Packages, int Organisations, int Requests, double AtLeast = 0, double OfBare = 0)
{
    private const double HalfOfBare = 0.5;

    internal static DepositLevel WarmUp { get; } = new(64, 1, 16, 4_000);

    internal static IReadOnlyList<DepositLevel> OnSqlite { get; } =
    [
        new(1, 1, 16, 3_000),
        new(16, 1, 16, 14_000),
        new(64, 1, 16, 20_000, AtLeast: 4_000),
        new(64, 1, 1, 14_000),
        new(1, 100, 16, 60),
        new(16, 100, 16, 200),
        new(64, 100, 16, 320, AtLeast: 8_000),
    ];

    internal static IReadOnlyList<DepositLevel> OnPostgres { get; } =
    [
        new(1, 1, 16, 2_000),
        new(16, 1, 16, 10_000, OfBare: HalfOfBare),
        new(64, 1, 16, 14_000, OfBare: HalfOfBare),
        new(1, 100, 16, 60, OfBare: HalfOfBare),
        new(16, 100, 16, 200, OfBare: HalfOfBare),
        new(64, 100, 16, 320, OfBare: HalfOfBare),
    ];
}
