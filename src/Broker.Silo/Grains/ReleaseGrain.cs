using Broker.Contracts;
using Broker.DisclosureControl;
using Broker.Silo.Calendar;
using Broker.Silo.Log;
using Broker.Silo.Releases;
using Broker.Silo.Vault;

namespace Broker.Silo.Grains;

/// <summary>The releases of one period: published once, immutable from then on.</summary>
[GrainType("release")]
internal sealed class ReleaseGrain(ReleasePublication publication, ReleaseStore releases, PolicyStore policies, ReceiptFactory receipts, Publication log, VaultService vault, CalendarClock calendar)
    : Grain, IReleaseGrain, IReleasePublisher
{
    private const string KeyPrefix = "release/";

    private string Release => this.GetPrimaryKeyString()[KeyPrefix.Length..];

    public Task Publish() => TryParse(out string country, out MeasuredPeriod period) ? publication.Publish(country, period) : Task.CompletedTask;

    public Task<PublishedRelease> Fetch(string tier) => Task.FromResult(TryParse(out _, out _) ? releases.Find(Release, tier) : PublishedRelease.None);

    public Task<BriefingOutcome> PublicBriefing()
    {
        if (!vault.IsUnsealed)
        {
            return Task.FromResult(new BriefingOutcome(Answers.Sealed, null, -1));
        }

        if (FindPublic() is { } release)
        {
            // Nobody's delivery is logged here: the release's own entry has to be published, and its content waits in the store until it is.
            return Task.FromResult(log.Covering(release.EntryIndex) is { } published
                ? new BriefingOutcome(Outcome.Ok, new DeliveredBriefing(release.Json, release.Html, receipts.Make(release, published)), release.EntryIndex)
                : new BriefingOutcome(Answers.AwaitingWitnesses, null, release.EntryIndex));
        }

        // Anyone can name a period that does not exist: it must not stay in memory.
        DeactivateOnIdle();
        return Task.FromResult(new BriefingOutcome(Outcome.Refuse("not-yet", "there is no public briefing of this period yet"), null, -1));
    }

    /// <summary>The release of the tier that is for anyone, in force and when it was measured, once it is out.</summary>
    private PublishedRelease? FindPublic()
    {
        if (!TryParse(out string country, out MeasuredPeriod period) || policies.Active(country)?.Policy is not { } policy || policy.IsLapsed(calendar.Today))
        {
            return null;
        }

        string tier = policy.Tiers[0].Name;
        PublishedRelease release = releases.Find(Release, tier);
        return release.Found
            && policies.Find(country, release.Revision)?.Policy is { } then
            && ReleaseAccess.IsPublic(policy, tier)
            && ReleaseAccess.IsPublic(then, tier)
            && ReleaseAccess.IssuedAt(policy, then, period, tier) <= calendar.Now
            ? release
            : null;
    }

    private bool TryParse(out string country, out MeasuredPeriod period)
    {
        string[] parts = Release.Split('/');
        country = parts[0];
        period = default;
        return parts.Length == 3 && MeasuredPeriod.TryParse(parts[1], parts[2], out period);
    }
}
