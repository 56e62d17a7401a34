using System.Globalization;

namespace Broker.Faults.Crash;

/// <summary>What a run of kills showed.</summary>
/// <param name="Rounds">Kills that were followed by a start.</param>
/// <param name="Acked">Deposits with a receipt.</param>
/// <param name="Lost">Of those, the ones that are not there whole afterwards, or that their depositor is not told of.</param>
/// <param name="Doubled">Rows too many, records listed twice, and deposits that got a second receipt.</param>
/// <param name="Recoveries">One for each kill.</param>
/// <param name="Final">Answers meanwhile to which a depositor's tool would have given up.</param>
/// <param name="LogHolds">Whether the disclosure log verifies whole at the end.</param>
internal sealed record CrashResult(int Rounds, int Acked, int Lost, long Doubled, IReadOnlyList<Recovery> Recoveries, int Final, bool LogHolds)
{
    /// <summary>The slowest recovery that the product may have in 99 of 100.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    public bool IsSound => Lost == 0 && Doubled == 0 && Final == 0 && LogHolds && Recoveries.Count == Rounds && Acked > 0;

    public bool IsFast => Percentile(99) < Limit;

    public string Line(string store, string killed) => string.Create(
        CultureInfo.InvariantCulture,
        $"crash {store}, {killed} killed: rounds {Rounds}, acked {Acked}, lost {Lost}, doubled {Doubled}, gave up {Final}, log {(LogHolds ? "verifies" : "DOES NOT VERIFY")}, recovery p50 {Percentile(50).TotalSeconds:F2} s, p99 {Percentile(99).TotalSeconds:F2} s (p50 of {Recovery.Medians(Recoveries)})");

    /// <summary>The nearest rank.</summary>
    public TimeSpan Percentile(int percent) => Recovery.Percentile([.. Recoveries.Select(one => one.Total)], percent);
}
