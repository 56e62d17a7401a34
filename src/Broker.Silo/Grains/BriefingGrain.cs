using Broker.Briefings;
using Broker.Contracts;
using Broker.DisclosureControl;
using Broker.Policy;
using Broker.Silo.Calendar;
using Broker.Silo.Log;
using Broker.Silo.Releases;
using Broker.Silo.Storage;
using Broker.Silo.Vault;

namespace Broker.Silo.Grains;

/// <summary>A requester: asks, is decided on by the policy in force, and gets a briefing only after the delivery is logged and the log published that far.</summary>
/// <remarks>
/// A request has an id of the requester's. Asked again with the same facts, so on the same day and with the same decision, it has one entry: who was told
/// to wait for witnesses, or lost the answer, asks again at no cost.
/// </remarks>
[GrainType("briefing")]
internal sealed class BriefingGrain(
    IStore store, PolicyStore policies, ReceiptFactory receipts, LogEntries entries, Publication log, VaultService vault, CalendarClock calendar, IGrainFactory grains)
    : Grain, IBriefingGrain
{
    private static readonly string[] Keys = ["country", "period", "vintage", "tier", "purpose", "id"];

    // Some rounds of the gateway's courier: usually the answer comes at once, and no caller holds a place at the gateway for long.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    public async Task<BriefingOutcome> Request(SignedCall call)
    {
        (Account? requester, Outcome refusal) = await new Authoriser(grains, vault).Check(call, Account.Requester, "/requests");
        if (requester is null || !string.Equals(this.GetPrimaryKeyString(), $"briefing/{requester.Id}", StringComparison.Ordinal))
        {
            // Anyone can name a requester that does not exist: it must not stay in memory.
            DeactivateOnIdle();
            return new BriefingOutcome(requester is null ? refusal : Answers.Unauthorised, null, -1);
        }

        if (RequestText.Read(call.Body, "request/2", Keys) is not { } values || !IsWellFormed(values, out MeasuredPeriod period))
        {
            return new BriefingOutcome(Answers.Malformed("request for a briefing"), null, -1);
        }

        var asked = new AskedFor(values[0], period, values[3], values[4], values[5]);
        return policies.Active(asked.Country) is { } policy
            ? await Decide(requester, asked, policy)
            : new BriefingOutcome(Outcome.Refuse("no-policy", "no sharing policy is in force for this country, so nothing is permitted"), null, -1);
    }

    private async Task<BriefingOutcome> Decide(Account requester, AskedFor asked, CompiledPolicy policy)
    {
        PublishedRelease release = await grains.GetGrain<IReleasePublisher>($"release/{asked.Country}/{asked.Period}").Fetch(asked.Tier);
        CompiledPolicy measuredUnder = release.Found ? policies.Find(asked.Country, release.Revision) ?? policy : policy;
        Decision decision = ReleaseAccess.Decide(policy, measuredUnder, new PolicyRequest(
            new Requester(OrNull(requester.State), OrNull(requester.State.Length == 0 ? requester.Name : ""), OrNull(requester.Affiliation), requester.Actors.Names),
            asked.Tier, asked.Purpose, calendar.Today));
        if (!decision.Permitted)
        {
            return await Refuse(requester, asked, decision);
        }

        return release.Found && ReleaseAccess.IssuedAt(policy.Policy, measuredUnder.Policy, asked.Period, asked.Tier) <= calendar.Now
            ? await Deliver(requester, asked, release, decision)
            : new BriefingOutcome(
                Outcome.Refuse("not-yet", "this briefing is not out; the public calendar says when the next one is") with { DecidedBy = By(decision) }, null, -1);
    }

    private async Task<BriefingOutcome> Deliver(Account requester, AskedFor asked, PublishedRelease release, Decision decision)
    {
        byte[] facts = new BriefingFacts
        {
            Requester = AccountName.Parse(requester.Id.ToString()),
            For = AffiliationOf(requester),
            Role = OrNull(requester.Affiliation),
            Actors = requester.Actors,
            Tier = asked.Tier,
            Country = asked.Country,
            Period = asked.Period.Id,
            Purpose = asked.Purpose,
            Rule = DecisionRule.Of(decision),
            PolicyRevision = Sha256Digest.Parse(decision.Revision),
            ReleaseEntry = release.EntryIndex,
            Delivered = calendar.Today,
        }.Encode(vault.Origin.ToString());
        long index = await Log(LogEntryKind.Briefing, requester, asked, facts);
        return await log.Covering(Math.Max(index, release.EntryIndex), Patience) is { } published
            ? new BriefingOutcome(Outcome.Ok with { DecidedBy = By(decision) }, new DeliveredBriefing(release.Json, release.Html, receipts.Make(release, published)), index)
            : new BriefingOutcome(Answers.AwaitingWitnesses with { DecidedBy = By(decision) }, null, index);
    }

    private async Task<BriefingOutcome> Refuse(Account requester, AskedFor asked, Decision decision)
    {
        byte[] facts = new RefusalFacts
        {
            Requester = AccountName.Parse(requester.Id.ToString()),
            For = AffiliationOf(requester),
            Role = OrNull(requester.Affiliation),
            Actors = requester.Actors,
            Tier = asked.Tier,
            Country = asked.Country,
            Period = asked.Period.Id,
            Purpose = asked.Purpose,
            Rule = DecisionRule.Of(decision),
            PolicyRevision = Sha256Digest.Parse(decision.Revision),
            Refused = calendar.Today,
        }.Encode(vault.Origin.ToString());
        long index = await Log(LogEntryKind.Refusal, requester, asked, facts);
        return new BriefingOutcome(Outcome.Refuse("refused", decision.Sentence) with { DecidedBy = By(decision) }, null, index);
    }

    /// <summary>Each request has an entry of its own, which asking again finds; one of other facts is another.</summary>
    private Task<long> Log(LogEntryKind kind, Account requester, AskedFor asked, byte[] facts)
    {
        string key = $"{kind}/{requester.Id}/{asked.Id}/{Sha256Digest.Of(facts)}";
        CommittedPending entry = entries.Commit(kind, key, facts);
        return store.WriteAsync(connection => entries.Append(connection, entry));
    }

    private static DecidedBy By(Decision decision) => new(decision.Revision, decision.DeterminingRules);

    private static Affiliation AffiliationOf(Account requester) =>
        requester.State.Length > 0 ? Affiliation.State(requester.State) : Affiliation.Organisation(requester.Name);

    private static bool IsWellFormed(string[] values, out MeasuredPeriod period) =>
        MeasuredPeriod.TryParse(values[1], values[2], out period)
        && values[0].Length == 3 && values[0].All(char.IsAsciiLetterUpper)
        && PolicyVocabulary.IsName(values[3])
        && PolicyVocabulary.IsName(values[4])
        && values[5].Length == 32 && values[5].All(char.IsAsciiHexDigitLower);

    private static string? OrNull(string value) => value.Length == 0 ? null : value;

    private sealed record AskedFor(string Country, MeasuredPeriod Period, string Tier, string Purpose, string Id);
}
