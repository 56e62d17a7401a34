using Broker.Policy;

namespace Broker.Cli;

/// <summary>One's own record of the period that is tried out.</summary>
/// <param name="Line">Line of the file on which it starts.</param>
/// <param name="Row">What it would contribute.</param>
/// <param name="Admissions">For each tier of the policy, whether it counts there, and what keeps it out if not.</param>
internal sealed record OwnRecord(int Line, PlainRow Row, IReadOnlyList<TierAdmission> Admissions)
{
    /// <summary>Index of the most open tier that counts it; -1 when it stays sealed.</summary>
    public int Stratum { get; } = Admissions.Index().FirstOrDefault(tier => tier.Item.IsOpen, (-1, null!)).Index;
}
