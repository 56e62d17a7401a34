using Broker.Contracts;
using Broker.DisclosureControl;
using Broker.Policy;
using Broker.Silo.Calendar;
using Broker.Silo.Log;
using Broker.Silo.Releases;
using Broker.Silo.Vault;

namespace Broker.Silo.Grains;

/// <summary>The releases of one block: published once, immutable from then on.</summary>
[GrainType("release")]
internal sealed class ReleaseGrain(ReleasePublication publication, ReleaseStore releases, PolicyStore policies, ReceiptFactory receipts, VaultService vault, CalendarClock calendar)
    : Grain, IReleaseGrain, IReleasePublisher
{
    private const string KeyPrefix = "release/";

    private string Release => this.GetPrimaryKeyString()[KeyPrefix.Length..];

    public Task Publish() => TryParse(out string country, out FourWeekBlock block) ? publication.Publish(country, block) : Task.CompletedTask;

    public Task<PublishedRelease> Fetch(string tier) => Task.FromResult(Find(tier));

    public Task<BriefingOutcome> PublicBriefing()
    {
        if (!vault.IsUnsealed)
        {
            return Task.FromResult(new BriefingOutcome(Answers.Sealed, null, -1));
        }

        PolicyTier? tier = TryParse(out string country, out _) && policies.Active(country)?.Policy is { } policy && policy.Audiences[policy.Tiers[0].Audience].Anyone
            ? policy.Tiers[0]
            : null;
        PublishedRelease release = tier is null ? PublishedRelease.None : Find(tier.Name);
        return Task.FromResult(release.Found && release.IssuedAt <= calendar.Now
            ? new BriefingOutcome(Outcome.Ok, new DeliveredBriefing(release.Json, release.Html, receipts.Make(release)), release.EntryIndex)
            : new BriefingOutcome(Outcome.Refuse("not-yet", "there is no public briefing of this period yet"), null, -1));
    }

    private PublishedRelease Find(string tier)
    {
        if (!TryParse(out string country, out FourWeekBlock block))
        {
            return PublishedRelease.None;
        }

        PublishedRelease found = releases.Find(Release, tier);
        PolicyTier? terms = policies.Active(country)?.Policy is { } policy && policy.IndexOfTier(tier) is >= 0 and var index ? policy.Tiers[index] : null;
        return found.Found && terms is not null ? found with { IssuedAt = ReleaseCalendar.IssueTime(block, terms) } : PublishedRelease.None;
    }

    private bool TryParse(out string country, out FourWeekBlock block)
    {
        string[] parts = Release.Split('/');
        country = parts[0];
        block = default;
        return parts.Length == 3 && string.Equals(parts[2], "final", StringComparison.Ordinal) && FourWeekCalendar.TryParse(parts[1], out block);
    }
}
