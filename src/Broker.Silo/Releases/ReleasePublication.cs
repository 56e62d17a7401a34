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
using Microsoft.Data.Sqlite;

namespace Broker.Silo.Releases;

/// <summary>Derives, composes, logs and keeps the releases of a measured block, one for each tier, in one transaction.</summary>
/// <remarks>
/// INVARIANT: a release's row, its entry, the openings of its slots and the checkpoint over it become durable together,
/// so nothing can leave that was not logged first.
/// </remarks>
internal sealed class ReleasePublication(
    SqliteStore store,
    VaultService vault,
    MeasurementStore measurements,
    DepositStore deposits,
    ReleaseStore releases,
    PolicyStore policies,
    CountryReference reference,
    LogEntries entries)
{
    private readonly string origin = vault.Origin.ToString();

    public async Task Publish(string country, FourWeekBlock block)
    {
        if (measurements.Find(country, block.Ordinal) is not { } measured)
        {
            return;
        }

        SharingPolicy policy = policies.Find(country, measured.Revision)?.Policy
            ?? throw new DamagedStoreException("a period was measured under a policy revision that the store does not have; nothing is released of it");
        CountryFacts facts = reference.Find(country) ?? throw new InvalidOperationException("a measured country has no reference data in this build");
        int opened = measurements.Opened(country) ?? block.Ordinal;
        (MeasuredTable Table, string Revision)? before = measurements.Find(country, block.Ordinal - 1);
        var scene = new Scene(country, block, block.Ordinal - opened + 1, measured.Table, before?.Table,
            string.Equals(before?.Revision, measured.Revision, StringComparison.Ordinal), policy, facts);
        IReadOnlyList<Contributor> contributors = measurements.Contributors(country, block.Ordinal);
        ComposedBriefing[] composed = [.. Enumerable.Range(0, policy.Tiers.Count).Select(tier => Compose(scene, tier))];
        await store.WriteAsync(connection =>
        {
            int enrolled = (int)(connection.Number("SELECT count(*) FROM accounts WHERE depositor = 1") ?? 0);
            for (int tier = 0; tier < composed.Length; tier++)
            {
                PublishTier(connection, scene, tier, composed[tier], contributors, enrolled);
            }

            MeasurementStore.MarkPublished(connection, country, block.Ordinal);
        });
    }

    private ComposedBriefing Compose(Scene scene, int tierIndex)
    {
        PolicyTier tier = scene.Policy.Tiers[tierIndex];
        return BriefingComposer.Compose(new BriefingInput
        {
            Origin = origin,
            CountryName = scene.Facts.Name,
            CountryInSentence = scene.Facts.InSentence,
            Number = scene.Number,
            PeriodStart = scene.Block.Start,
            PeriodEnd = scene.Block.End,
            Issued = ReleaseCalendar.IssueDate(scene.Block, tier),
            NextIssue = ReleaseCalendar.IssueDate(scene.Block.Next(), tier),
            Audience = AudienceWords(scene.Policy, tier),
            Marking = tier.Marking,
            PolicyName = scene.Policy.Name,
            PolicyRevision = Sha256Digest.Parse(scene.Policy.Revision),
            Table = Table(scene.Measured, tierIndex),
            Previous = scene.SameRevisionBefore && SamePlanShape(scene.Previous, scene.Measured) ? Table(scene.Previous!, tierIndex) : null,
            Gazetteer = scene.Facts.Gazetteer,
            Map = scene.Facts.Map,
        });
    }

    private void PublishTier(
        SqliteConnection connection, Scene scene, int tierIndex, ComposedBriefing briefing, IReadOnlyList<Contributor> contributors, int enrolled)
    {
        PolicyTier tier = scene.Policy.Tiers[tierIndex];
        string release = $"{scene.Country}/{scene.Block.Id}/final";
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

    private ReleaseSlot Slot(SqliteConnection connection, Scene scene, PolicyTier tier, Tag16 nonce, IGrouping<ulong, Contributor> own)
    {
        AccountId depositor = AccountId.Parse(own.Key.ToString("x16", System.Globalization.CultureInfo.InvariantCulture));
        byte[] opening = new SlotOpening
        {
            Salt = Sha256Digest.FromBytes(RandomNumberGenerator.GetBytes(Sha256Digest.Size)),
            Depositor = new AccountName(own.Key),
            Tier = tier.Name,
            Country = scene.Country,
            Period = scene.Block.Id.ToString(),
            Revision = Sha256Digest.Parse(scene.Policy.Revision),
            Threshold = tier.SourceThreshold,
            Audience = AudienceWords(scene.Policy, tier),
            Records = [.. own.Select(row => row.Record.ToString()).Order(StringComparer.Ordinal).Select(RecordName.Parse)],
        }.Encode(origin);

        Tag16 tag = default;
        using (SecretKey slotKey = vault.SlotKey(depositor))
        {
            slotKey.Use(0, (key, _) => tag = ReleaseEntry.SlotTag(key, origin, nonce));
        }

        byte[] tagBytes = new byte[Tag16.Size];
        tag.CopyTo(tagBytes);
        deposits.InsertOpening(connection, depositor, tagBytes, opening);
        return new ReleaseSlot(tag, Sha256Digest.Of(opening));
    }

    private static ReleaseFacts Facts(Scene scene, int tierIndex, ComposedBriefing briefing)
    {
        MeasurementPlan plan = scene.Measured.Plan;
        PolicyTier tier = scene.Policy.Tiers[tierIndex];
        return new ReleaseFacts
        {
            Country = scene.Country,
            Period = plan.Period,
            Vintage = "final",
            Tier = tier.Name,
            PolicyRevision = Sha256Digest.Parse(scene.Policy.Revision),
            PlanHash = Sha256Digest.Parse(plan.Hash),
            Rho = plan.RhoPerSource.ToString(),
            ReleaseHash = briefing.ReleaseHash,
            BriefingJson = Sha256Digest.Of(briefing.Json),
            BriefingHtml = Sha256Digest.Of(briefing.Html),
            Issued = ReleaseCalendar.IssueDate(scene.Block, tier),
        };
    }

    private static TierTable Table(MeasuredTable measured, int tierIndex) => Derive.Tier(measured.Plan, measured, tierIndex, organisations: null);

    /// <summary>Tables of two blocks can be held against each other only when the tiers did not change in between.</summary>
    private static bool SamePlanShape(MeasuredTable? previous, MeasuredTable measured) =>
        previous is not null
        && previous.Plan.Tiers.Select(tier => tier.Name).SequenceEqual(measured.Plan.Tiers.Select(tier => tier.Name), StringComparer.Ordinal);

    private static string AudienceWords(SharingPolicy policy, PolicyTier tier) =>
        policy.Audiences[tier.Audience].Anyone ? "anyone" : tier.Audience.Replace('-', ' ');

    private sealed record Scene(
        string Country,
        FourWeekBlock Block,
        int Number,
        MeasuredTable Measured,
        MeasuredTable? Previous,
        bool SameRevisionBefore,
        SharingPolicy Policy,
        CountryFacts Facts);
}
