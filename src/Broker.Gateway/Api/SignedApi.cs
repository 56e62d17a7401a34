using System.Globalization;
using Broker.Contracts;
using Broker.Gateway.Http;
using Broker.Gateway.Problems;
using Broker.Gateway.SignedRequests;

namespace Broker.Gateway.Api;

/// <summary>The signed routes: each names its limit, its content type, its caller and the one grain call that it makes.</summary>
internal static class SignedApi
{
    private const string IdempotencyKey = "Idempotency-Key";
    private const string Instant = "yyyy-MM-ddTHH:mm:ssZ";

    public static void MapSignedApi(this IEndpointRouteBuilder routes)
    {
        Map(routes, "/accounts/{id}", Caller.Operator, BodyLimits.Text, MediaTypes.Request, Enrol);
        Map(routes, "/deposits", Caller.Depositor, BodyLimits.Deposits, MediaTypes.Deposits, Deposit);
        Map(routes, "/deposits/withdraw", Caller.Depositor, BodyLimits.Text, MediaTypes.Request, Withdraw);
        Map(routes, "/deposits/status", Caller.Depositor, BodyLimits.None, MediaTypes.Request, Records);
        Map(routes, "/deposits/proofs", Caller.Depositor, BodyLimits.DepositProofs, MediaTypes.Request, DepositProofs);
        Map(routes, "/ledger/openings", Caller.Depositor, BodyLimits.Openings, MediaTypes.Request, Openings);
        Map(routes, "/requests", Caller.Requester, BodyLimits.Text, MediaTypes.Request, Request);
        Map(routes, "/policies/{country}/revisions", Caller.PolicyOfficer, BodyLimits.Policy, MediaTypes.Yaml, Propose);
        Map(routes, "/policies/{country}/approvals", Caller.PolicyOfficer, BodyLimits.Approval, MediaTypes.Request, Approve);
        Map(routes, "/policies/{country}/requests", Caller.PolicyOfficer, BodyLimits.Text, MediaTypes.Request, Requests);
        Map(routes, "/policies/{country}/consents", Caller.Depositor, BodyLimits.Approval, MediaTypes.Request, Consent);
        Map(routes, "/policies/{country}/consents/status", Caller.Depositor, BodyLimits.None, MediaTypes.Request, Consents);
        Map(routes, "/log/facts", Caller.Auditor, BodyLimits.Text, MediaTypes.Request, Facts);
        Map(routes, "/countries/{country}/rebuild", Caller.Auditor, BodyLimits.None, MediaTypes.Request, Rebuild);
        Map(routes, "/releases/{country}/emergency", Caller.PolicyOfficer, BodyLimits.Approval, MediaTypes.Request, ProposeEmergency);
        Map(routes, "/releases/{country}/emergency/approvals", Caller.Auditor, BodyLimits.Approval, MediaTypes.Request, ApproveEmergency);
        Map(routes, "/simulation/advance", Caller.Operator, BodyLimits.Advance, MediaTypes.Request, Advance);
    }

    /// <summary>A time as answers give it: UTC, whole seconds.</summary>
    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString(Instant, CultureInfo.InvariantCulture);

    /// <summary>Maps one signed route.</summary>
    internal static void Map(
        IEndpointRouteBuilder routes, string pattern, Caller caller, int limit, string contentType, Func<SignedArrival, Task<Reply>> handle)
    {
        var route = new SignedRoute(new RouteRule(caller, limit), contentType, handle);
        routes.MapPost(pattern, (RequestDelegate)(context => context.RequestServices.GetRequiredService<SignedDispatch>().Handle(context, route)))
            .WithMetadata(route.Rule);
    }

    private static async Task<Reply> Enrol(SignedArrival arrival)
    {
        var account = arrival.Value("id");
        var outcome = await arrival.Grains.GetGrain<IAccountGrain>($"account/{account}").Enrol(arrival.Call);
        return Reply.From(outcome.Outcome, () => new EnrolAnswer(account, outcome.SealedSecret), AnswerJson.Default.EnrolAnswer);
    }

    private static async Task<Reply> Deposit(SignedArrival arrival)
    {
        var keys = arrival.Http.Request.Headers[IdempotencyKey];
        var key = keys.Count == 1 ? keys[0] ?? "" : "";
        if (!Names.IsIdempotencyKey(key))
        {
            return new Reply(Outcome.Refuse(ProblemTable.Malformed, "the header field idempotency-key must be 1 to 64 letters, digits or hyphens"), []);
        }

        var outcome = await arrival.Grains.GetGrain<IDepositorGrain>(DepositShards.KeyOf(arrival.KeyId, key)).Deposit(arrival.Call, key);
        return Reply.From(
            outcome.Outcome,
            () => new DepositAnswer([.. outcome.Lines.Select(line => new DepositAnswerLine(line.Record, line.Code, line.Receipt))], outcome.Kept),
            AnswerJson.Default.DepositAnswer) with { Status = outcome.Kept ? StatusCodes.Status202Accepted : StatusCodes.Status200OK };
    }

    private static async Task<Reply> Withdraw(SignedArrival arrival)
    {
        var outcome = await Depositor(arrival).Withdraw(arrival.Call);
        return Reply.From(outcome.Outcome, () => new WithdrawAnswer(outcome.Releases, outcome.EntryIndex, outcome.Before), AnswerJson.Default.WithdrawAnswer);
    }

    private static async Task<Reply> Records(SignedArrival arrival)
    {
        var outcome = await Depositor(arrival).Status(arrival.Call);
        return Reply.From(
            outcome.Outcome,
            () => new RecordsAnswer([.. outcome.Records.Select(record => new RecordAnswerLine(record.Record, record.State, record.Releases))]),
            AnswerJson.Default.RecordsAnswer);
    }

    private static async Task<Reply> DepositProofs(SignedArrival arrival)
    {
        var outcome = await Depositor(arrival).Proofs(arrival.Call);
        return Reply.From(
            outcome.Outcome,
            () => new DepositProofsAnswer([.. outcome.Proofs.Select(line => new DepositProofAnswerLine(line.Record, line.State, line.Proof))]),
            AnswerJson.Default.DepositProofsAnswer);
    }

    private static async Task<Reply> Openings(SignedArrival arrival)
    {
        var outcome = await Depositor(arrival).Openings(arrival.Call);
        return Reply.From(
            outcome.Outcome,
            () => new OpeningsAnswer([.. outcome.Openings.Select(opening => new OpeningAnswerLine(opening.Tag, opening.Content))]),
            AnswerJson.Default.OpeningsAnswer);
    }

    private static async Task<Reply> Request(SignedArrival arrival)
    {
        var outcome = await arrival.Grains.GetGrain<IBriefingGrain>($"briefing/{arrival.KeyId}").Request(arrival.Call);
        return Reply.From(
            outcome.Outcome,
            () => new BriefingAnswer(outcome.Briefing!.Json, outcome.Briefing.Html, outcome.Briefing.Receipt, outcome.EntryIndex, outcome.Outcome.DecidedBy?.Rules ?? [], outcome.Outcome.DecidedBy?.Revision ?? ""),
            AnswerJson.Default.BriefingAnswer);
    }

    private static async Task<Reply> Propose(SignedArrival arrival)
    {
        var outcome = await Policy(arrival).Propose(arrival.Call);
        return Reply.From(outcome.Outcome, () => new ProposeAnswer(outcome.Revision), AnswerJson.Default.ProposeAnswer);
    }

    private static async Task<Reply> Approve(SignedArrival arrival)
    {
        var outcome = await Policy(arrival).Approve(arrival.Call);
        return Reply.From(outcome.Outcome, () => new ApproveAnswer(outcome.Approvals, outcome.Active, outcome.EntryIndex), AnswerJson.Default.ApproveAnswer);
    }

    private static async Task<Reply> Requests(SignedArrival arrival)
    {
        var outcome = await Policy(arrival).Requests(arrival.Call);
        return Reply.From(outcome.Outcome, () => new RequestsAnswer(outcome.Lines, outcome.Next < 0 ? null : outcome.Next), AnswerJson.Default.RequestsAnswer);
    }

    private static async Task<Reply> Consent(SignedArrival arrival)
    {
        var outcome = await ConsentsOf(arrival).Give(arrival.Call);
        return Reply.From(outcome.Outcome, () => new ConsentAnswer(outcome.EntryIndex), AnswerJson.Default.ConsentAnswer);
    }

    private static async Task<Reply> Consents(SignedArrival arrival)
    {
        var outcome = await ConsentsOf(arrival).Status(arrival.Call);
        return Reply.From(
            outcome.Outcome,
            () => new ConsentsAnswer(outcome.InForce, [.. outcome.Revisions.Select(line => new ConsentAnswerLine(
                line.Revision, line.Records, line.To.Length == 0 ? null : line.To, line.EntryIndex, line.EntryIndex < 0 ? null : line.Given))]),
            AnswerJson.Default.ConsentsAnswer);
    }

    private static async Task<Reply> Rebuild(SignedArrival arrival)
    {
        var outcome = await arrival.Grains.GetGrain<IRebuildGrain>($"rebuild/{arrival.Value("country")}").Rebuild(arrival.Call);
        return Reply.From(
            outcome.Outcome,
            () => new RebuildAnswer([.. outcome.Periods.Select(period => new RebuildAnswerLine(period.Period, period.Vintage, period.IsEqual ? "equal" : "differs"))]),
            AnswerJson.Default.RebuildAnswer);
    }

    private static async Task<Reply> Facts(SignedArrival arrival)
    {
        var status = await arrival.Grains.GetGrain<ISiloGrain>(Silo.Key).Status();
        var page = await arrival.Grains.GetGrain<IDisclosureLogGrain>($"log/{status.Origin}").Facts(arrival.Call);
        return Reply.From(
            page.Outcome,
            () => new FactsAnswer(
                [.. page.Entries.Select(entry => new FactsAnswerLine(entry.Index, entry.Salt, entry.Facts))], page.Damaged, page.Next < 0 ? null : page.Next),
            AnswerJson.Default.FactsAnswer);
    }

    private static async Task<Reply> ProposeEmergency(SignedArrival arrival) => Told(await Emergency(arrival).Propose(arrival.Call));

    private static async Task<Reply> ApproveEmergency(SignedArrival arrival) => Told(await Emergency(arrival).Approve(arrival.Call));

    private static Reply Told(EmergencyOutcome outcome) => Reply.From(
        outcome.Outcome, () => new EmergencyAnswer(outcome.Plan, outcome.EntryIndex), AnswerJson.Default.EmergencyAnswer);

    private static async Task<Reply> Advance(SignedArrival arrival)
    {
        var outcome = await arrival.Grains.GetGrain<ISiloGrain>(Silo.Key).Advance(arrival.Call);
        return Reply.From(outcome.Outcome, () => new AdvanceAnswer(Text(outcome.Now), outcome.Closed), AnswerJson.Default.AdvanceAnswer);
    }

    private static IDepositorGrain Depositor(SignedArrival arrival) =>
        arrival.Grains.GetGrain<IDepositorGrain>(DepositShards.First(arrival.KeyId));

    private static IConsentGrain ConsentsOf(SignedArrival arrival) =>
        arrival.Grains.GetGrain<IConsentGrain>($"consent/{arrival.Value("country")}/{arrival.KeyId}");

    private static IEmergencyGrain Emergency(SignedArrival arrival) =>
        arrival.Grains.GetGrain<IEmergencyGrain>($"emergency/{arrival.Value("country")}");

    private static IPolicyGrain Policy(SignedArrival arrival) =>
        arrival.Grains.GetGrain<IPolicyGrain>($"policy/{arrival.Value("country")}");
}
