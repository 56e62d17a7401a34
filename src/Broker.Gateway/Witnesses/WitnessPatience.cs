namespace Broker.Gateway.Witnesses;

/// <summary>When a witness is asked next: at once while it answers, ever later, up to half a minute, while it does not.</summary>
internal sealed class WitnessPatience
{
    /// <summary>The longest wait.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private const int Conflict = 409;
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(250);
    private static readonly int MostDoublings = (int)Math.Ceiling(Math.Log2(Longest / Shortest));
    private int failures;

    /// <summary>True while its last answer was none that helps.</summary>
    public bool IsTried => failures > 0;

    /// <summary>Notes an answer's status; how long the witness is left alone now.</summary>
    public TimeSpan After(int status)
    {
        failures = status == StatusCodes.Status200OK ? 0 : Math.Min(failures + 1, MostDoublings + 2);

        // The first conflict only tells the silo how far the witness is: the next errand starts from there.
        var doublings = failures - (status == Conflict ? 2 : 1);
        return doublings < 0 ? TimeSpan.Zero : doublings >= MostDoublings ? Longest : Shortest * Math.Pow(2, doublings);
    }
}
