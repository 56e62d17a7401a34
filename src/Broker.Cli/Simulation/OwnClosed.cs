using Broker.Policy;

namespace Broker.Cli;

/// <summary>Records that a tier does not count, all for the same reasons.</summary>
/// <param name="Code">`sealed-embargo`, `sealed-lapsed` or `tier-not-open`.</param>
/// <param name="Reasons">Everything that keeps them out.</param>
/// <param name="Lines">Their lines in the file.</param>
internal sealed record OwnClosed(string Code, IReadOnlyList<TierClosure> Reasons, IReadOnlyList<int> Lines)
{
    public static OwnClosed Of(IReadOnlyList<TierClosure> reasons, IReadOnlyList<int> lines) => new(
        reasons.Any(reason => reason.Kind == TierClosureKind.Lapsed) ? "sealed-lapsed"
            : reasons.Any(reason => reason.Kind == TierClosureKind.Embargo) ? "sealed-embargo"
            : "tier-not-open",
        reasons,
        lines);
}
