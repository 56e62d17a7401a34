using System.Security.Cryptography;
using Broker.Briefings;
using Broker.DisclosureControl;
using Broker.Policy;
using Broker.Sealing;
using Broker.Silo.Deposits;
using Broker.Silo.Grains;
using Broker.Silo.Log;
using Broker.Silo.Storage;
using Broker.Silo.Vault;

namespace Broker.Silo.Releases;

/// <summary>Derives, composes, logs and keeps the releases of a measured period, one for each tier, in one transaction.</summary>
/// <remarks>
/// INVARIANT: a release's row, its entry, the openings of its slots and the checkpoint over it become durable together,
/// so nothing can leave that was not logged first.
/// </remarks>
internal sealed class ReleasePublication(
    IStore store,
    VaultService vault,
    MeasurementStore measurements,
    OpeningStore openings,
    MeasurementCalendar dates,
    ReleaseStore releases,
    PolicyStore policies,
    CountryReference reference,
    LogEntries entries)
{
    private readonly string origin = vault.Origin.ToString();

    public async Task Publish(string country, MeasuredPeriod period)
    {
        if (measurements.Find(country, period) is not { } measured)
        {
            return;
        }

        SharingPolicy policy = policies.Find(country, measured.Revision)?.Policy
            ?? throw new DamagedStoreException("a period was measured under a policy revision that the store does not have; nothing is released of it");
        CountryFacts facts = reference.Find(country) ?? throw new InvalidOperationException("a measured country has no reference data in this build");
        var scene = new Scene(
            country, period, Number(country, period), measured.Table, Organisations(country, period), Earlier(country, period, measured), Organisations(country, period.Next(-1)),
            dates.After(policy, period), policy, facts);
        (int Tier, ComposedBriefing Briefing)[] composed = [.. Enumerable.Range(0, policy.Tiers.Count).Where(tier => period.IsFinal || measured.Table.Plan.IsSeenBy(tier)).Select(tier => (tier, Compose(scene, tier)))];
        await store.WriteAsync(connection =>
        {
            IReadOnlyList<Contributor> contributors = measurements.Contributors(connection, country, period);
            int enrolled = (int)(connection.Number("SELECT count(*) FROM accounts WHERE depositor = 1") ?? 0);
            foreach ((int tier, ComposedBriefing briefing) in composed)
            {
                PublishTier(connection, scene, tier, briefing, contributors, enrolled);
            }

            MeasurementStore.MarkPublished(connection, country, period);
        });
    }

    /// <summary>The running number of the issue: of a final by the calendar; of a flash among those that there were.</summary>
    private int Number(string country, MeasuredPeriod period) => period.IsFinal
        ? period.Ordinal - (measurements.Opened(country) ?? period.Ordinal) + 1
        : measurements.Measured(country).Count(row => row.Period.Vintage == period.Vintage && row.Period.Ordinal <= period.Ordinal);

    /// <summary>The final whose numbers of organisations judge the areas of a flash; null for a final, which has its own.</summary>
    private MeasuredTable? Organisations(string country, MeasuredPeriod period) =>
        period.IsFinal ? null : measurements.Find(country, MeasurementCalendar.LastFinalBy(period))?.Table;

    /// <summary>
    /// The periods before, as many as the scan of a final looks at and one of a flash, the newest first; null where one is missing, or was measured
    /// under another revision or for other tiers.
    /// </summary>
    private MeasuredTable?[] Earlier(string country, MeasuredPeriod period, (MeasuredTable Table, string Revision) measured) =>
        [.. Enumerable.Range(1, period.IsFinal ? SpaceTimeScan.FinalsBefore : 1).Select(back =>
            measurements.Find(country, period.Next(-back)) is { } before
            && string.Equals(before.Revision, measured.Revision, StringComparison.Ordinal) && SamePlanShape(before.Table, measured.Table) ? before.Table : null)];

    private ComposedBriefing Compose(Scene scene, int tierIndex)
    {
        PolicyTier tier = scene.Policy.Tiers[tierIndex];
        return BriefingComposer.Compose(new BriefingInput
        {
            Origin = origin,
            CountryName = scene.Facts.Name,
            CountryInSentence = scene.Facts.InSentence,
            Number = scene.Number,
            PeriodStart = scene.Period.Start,
            PeriodEnd = scene.Period.End,
            Issued = ReleaseCalendar.IssueDate(scene.Period, tier),
            NextIssue = scene.Next is { } next ? ReleaseCalendar.IssueDate(next, tier) : null,
            Audience = AudienceWords(scene.Policy, tier),
            Marking = tier.Marking,
            PolicyName = scene.Policy.Name,
            PolicyRevision = Sha256Digest.Parse(scene.Policy.Revision),
            Table = Table(scene.Measured, tierIndex, scene.Organisations),
            Alerts = scene.Period.IsFinal ? ReleaseAlerts.Of(tier, tierIndex, scene.Measured, scene.Earlier, scene.Facts.Map) : null,
            Previous = scene.Earlier[0] is { } previous ? Table(previous, tierIndex, scene.OrganisationsBefore) : null,
            Gazetteer = scene.Facts.Gazetteer,
            Map = scene.Facts.Map,
        });
    }

    private void PublishTier(
        StoreConnection connection, Scene scene, int tierIndex, ComposedBriefing briefing, IReadOnlyList<Contributor> contributors, int enrolled)
    {
        PolicyTier tier = scene.Policy.Tiers[tierIndex];
        string release = $"{scene.Country}/{scene.Period}";
        if (ReleaseStore.Exists(connection, release, tier.Name))
        {
            return;
        }

        byte[] salt = RandomNumberGenerator.GetBytes(FactsHead.SaltSize);
        byte[] facts = Facts(scene, tierIndex, briefing).Encode(origin);
        Tag16 nonce = Tag16.New(RandomNumberGenerator.Fill);
        var slots = new List<ReleaseSlot>();
        foreach (IGrouping<ulong, Contributor> own in contributors.Where(row => row.Stratum <= tierIndex).GroupBy(row => row.Organisation))
        {
            slots.Add(Slot(connection, scene, tier, nonce, own));
        }

        ReleaseEntry entry = ReleaseEntryBuilder.Build(origin, enrolled, nonce, FactsHead.Of(salt, facts), slots, RandomNumberGenerator.Fill);
        long index = entries.Append(connection, $"release/{release}/{tier.Name}", entry);
        releases.Insert(connection, release, tier.Name, index, scene.Policy.Revision, salt, facts, briefing.Json, briefing.Html);
    }

    private ReleaseSlot Slot(StoreConnection connection, Scene scene, PolicyTier tier, Tag16 nonce, IGrouping<ulong, Contributor> own)
    {
        AccountId depositor = AccountId.Parse(own.Key.ToString("x16", System.Globalization.CultureInfo.InvariantCulture));
        var opening = new SlotOpening
        {
            Salt = Sha256Digest.FromBytes(RandomNumberGenerator.GetBytes(Sha256Digest.Size)),
            Depositor = new AccountName(own.Key),
            Tier = tier.Name,
            Country = scene.Country,
            Period = scene.Period.Id,
            Revision = Sha256Digest.Parse(scene.Policy.Revision),
            Threshold = tier.SourceThreshold,
            Audience = AudienceWords(scene.Policy, tier),
            Lines = Lines(own),
        };

        Tag16 tag = default;
        using (SecretKey slotKey = vault.SlotKey(depositor))
        {
            slotKey.Use(0, (key, _) => tag = ReleaseEntry.SlotTag(key, origin, nonce));
        }

        openings.Insert(connection, depositor, tag, opening);
        return new ReleaseSlot(tag, opening.Digest(origin));
    }

    /// <summary>One line for each record that was measured; of one that is gone by now a commitment to nothing that anybody has.</summary>
    private IReadOnlyList<SlotRecord> Lines(IEnumerable<Contributor> own)
    {
        RecordName[] names = [.. own.Where(row => row.Record is not null).Select(row => row.Record!.Value.ToString())
            .Order(StringComparer.Ordinal).Take(SlotOpening.MostRecords).Select(RecordName.Parse)];
        int gone = Math.Min(own.Count(row => row.Record is null), SlotOpening.MostRecords - names.Length);
        return SlotOpening.Sorted(
        [
            .. SlotOpening.Commit(origin, names, RandomNumberGenerator.Fill),
            .. Enumerable.Range(0, gone).Select(_ => SlotRecord.Gone(Sha256Digest.FromBytes(RandomNumberGenerator.GetBytes(Sha256Digest.Size)))),
        ]);
    }

    private static ReleaseFacts Facts(Scene scene, int tierIndex, ComposedBriefing briefing)
    {
        MeasurementPlan plan = scene.Measured.Plan;
        PolicyTier tier = scene.Policy.Tiers[tierIndex];
        return new ReleaseFacts
        {
            Country = scene.Country,
            Period = plan.Period,
            Vintage = scene.Period.Slug,
            Tier = tier.Name,
            PolicyRevision = Sha256Digest.Parse(scene.Policy.Revision),
            PlanHash = Sha256Digest.Parse(plan.Hash),
            Rho = plan.RhoPerSource.ToString(),
            ReleaseHash = briefing.ReleaseHash,
            BriefingJson = Sha256Digest.Of(briefing.Json),
            BriefingHtml = Sha256Digest.Of(briefing.Html),
            Issued = ReleaseCalendar.IssueDate(scene.Period, tier),
        };
    }

    private static TierTable Table(MeasuredTable measured, int tierIndex, MeasuredTable? organisations) =>
        Derive.Tier(measured.Plan, measured, tierIndex, organisations);

    /// <summary>Tables of two periods can be held against each other only when the tiers did not change in between.</summary>
    private static bool SamePlanShape(MeasuredTable previous, MeasuredTable measured) =>
        previous.Plan.Tiers.Select(tier => tier.Name).SequenceEqual(measured.Plan.Tiers.Select(tier => tier.Name), StringComparer.Ordinal);

    private static string AudienceWords(SharingPolicy policy, PolicyTier tier) =>
        policy.Audiences[tier.Audience].Anyone ? "anyone" : tier.Audience.Replace('-', ' ');

    private sealed record Scene(
        string Country,
        MeasuredPeriod Period,
        int Number,
        MeasuredTable Measured,
        MeasuredTable? Organisations,
        IReadOnlyList<MeasuredTable?> Earlier,
        MeasuredTable? OrganisationsBefore,
        MeasuredPeriod? Next,
        SharingPolicy Policy,
        CountryFacts Facts);
}
