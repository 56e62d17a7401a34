using Broker.DisclosureControl;
using Broker.Policy;

namespace Broker.Cli;

/// <summary>What one tier would make of one's own records.</summary>
/// <param name="Terms">The tier in the policy.</param>
/// <param name="Audience">Its audience.</param>
/// <param name="Purposes">The purposes that a permit gives it; empty for the public tier, which serves any.</param>
/// <param name="Issued">First day on which its release leaves.</param>
/// <param name="Nothing">A closed code when nothing leaves for the tier whatever the records: `no-table`, `no-permit`, `lapsed-before-issue`; else null.</param>
/// <param name="Counted">How many of the records it counts, before one source is counted once.</param>
/// <param name="Cells">The cells that it sees.</param>
/// <param name="Closed">The records that it does not count, those with the same reasons together.</param>
internal sealed record OwnTier(
    PolicyTier Terms,
    PolicyAudience Audience,
    IReadOnlyList<string> Purposes,
    DateOnly Issued,
    string? Nothing,
    int Counted,
    IReadOnlyList<OwnCell> Cells,
    IReadOnlyList<OwnClosed> Closed);
