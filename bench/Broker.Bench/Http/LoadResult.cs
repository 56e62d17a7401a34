namespace Broker.Bench.Http;

/// <summary>What a load came to.</summary>
/// <param name="Answered">Requests that were answered as they should be.</param>
/// <param name="Failed">Requests that were answered otherwise.</param>
/// <param name="Done">What the good answers count for: records acknowledged, briefings delivered.</param>
/// <param name="Seconds">From the first sending to the last answer.</param>
/// <param name="Waits">Time from sending to answer of each request, ascending.</param>
internal sealed record LoadResult(int Answered, int Failed, long Done, double Seconds, TimeSpan[] Waits)
{
    internal double Rate => Done / Seconds;

    /// <summary>The wait that this share of the requests did not exceed.</summary>
    internal TimeSpan Wait(double share) => Waits.Length == 0 ? TimeSpan.Zero : Waits[Math.Min(Waits.Length - 1, (int)(share * Waits.Length))];
}
