using Broker.DisclosureControl;
using Broker.Policy;

namespace Broker.Silo.Releases;

/// <summary>Who may have a release that was measured under one revision while another may be in force: whom both permit.</summary>
/// <remarks>
/// A later revision may only narrow. Records entered the release under the caveats that they had towards the audience of its own
/// revision, so an audience that a later revision made larger does not reach back.
/// </remarks>
internal static class ReleaseAccess
{
    /// <summary>The decision of the revision in force, unless only the release's own revision refuses.</summary>
    public static Decision Decide(CompiledPolicy inForce, CompiledPolicy measuredUnder, PolicyRequest request)
    {
        Decision now = inForce.Evaluate(request);
        if (!now.Permitted || ReferenceEquals(inForce, measuredUnder))
        {
            return now;
        }

        // The old revision is past its review date by nature; whom it permitted on its last day is whom it permitted.
        DateOnly on = request.On < measuredUnder.Policy.ReviewBy ? request.On : measuredUnder.Policy.ReviewBy;
        Decision then = measuredUnder.Evaluate(request with { On = on });
        return then.Permitted ? now : then;
    }

    /// <summary>When the release is out: the later of what both revisions say; null when one of them does not have the tier.</summary>
    public static DateTimeOffset? IssuedAt(SharingPolicy inForce, SharingPolicy measuredUnder, MeasuredPeriod period, string tier)
    {
        int now = inForce.IndexOfTier(tier);
        int then = measuredUnder.IndexOfTier(tier);
        if (now < 0 || then < 0)
        {
            return null;
        }

        DateTimeOffset first = ReleaseCalendar.IssueTime(period, inForce.Tiers[now]);
        DateTimeOffset second = ReleaseCalendar.IssueTime(period, measuredUnder.Tiers[then]);
        return first > second ? first : second;
    }

    /// <summary>Whether a tier's audience is everyone.</summary>
    public static bool IsPublic(SharingPolicy policy, string tier) =>
        policy.IndexOfTier(tier) is >= 0 and var index && policy.Audiences[policy.Tiers[index].Audience].Anyone;
}
