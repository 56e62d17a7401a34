namespace Broker.Policy.Testing;

/// <summary>A record's caveats and the stratum that an officer expects.</summary>
/// <param name="Name">The test's name, unique in its file.</param>
/// <param name="Line">Line of the test in its file, from 1.</param>
/// <param name="Caveats">The caveats.</param>
/// <param name="On">The day of measuring, UTC.</param>
/// <param name="Tier">The most open tier in which the record counts; null: it stays sealed.</param>
public sealed record StratumTest(string Name, int Line, RecordCaveats Caveats, DateOnly On, string? Tier);
