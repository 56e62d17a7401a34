namespace Broker.Bench.Http;

/// <summary>What a load came to.</summary>
/// <param name="Answered">Requests that were answered as they should be.</param>
/// <param name="Failed">Requests that were answered otherwise, or not at all.</param>
/// <param name="Done">What the good answers count for that came in time: records acknowledged, briefings delivered.</param>
/// <param name="Seconds">From the first sending to the last answer; the time that was given, of a load that was not through by then.</param>
/// <param name="Waits">Time from sending to answer of each request, ascending.</param>
internal sealed record LoadResult(int Answered, int Failed, long Done, double Seconds, TimeSpan[] Waits)
{
    /// <summary>What the good answers count for that came after the time was over: of the costs, not of the rate.</summary>
    public long Late { get; init; }

    internal double Rate => Done / Seconds;

    /// <summary>Everything that was done, in time or late: what was used divides by it.</summary>
    internal long All => Math.Max(1, Done + Late);

    /// <summary>The wait that this share of the requests did not exceed.</summary>
    internal TimeSpan Wait(double share) => Waits.Length == 0 ? TimeSpan.Zero : Waits[Math.Min(Waits.Length - 1, (int)(share * Waits.Length))];
}
