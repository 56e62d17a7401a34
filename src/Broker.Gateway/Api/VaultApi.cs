using System.Text.Json;
using Broker.Contracts;
using Broker.Gateway.Http;
using Broker.Gateway.Problems;
using Broker.Gateway.SignedRequests;

namespace Broker.Gateway.Api;

/// <summary>
/// The vault's ceremonies (docs/specs/vault.md). Shares come from anyone: accounts are sealed too, and the share is the proof.
/// All else is signed by the operator.
/// </summary>
internal static class VaultApi
{
    private const string Json = "application/json";

    public static void MapVaultApi(this IEndpointRouteBuilder routes)
    {
        var share = new RouteRule(Caller.Anyone, BodyLimits.Share);
        routes.MapGet("/vault/status", (RequestDelegate)Status).WithMetadata(new RouteRule(Caller.Anyone, 0));
        routes.MapPost("/vault/shares", (RequestDelegate)(context => Give(context, share))).WithMetadata(share);
        Map(routes, "/vault/init", BodyLimits.Plan, Step((grain, call) => grain.Init(call)));
        Map(routes, "/vault/rekey", BodyLimits.Plan, Step((grain, call) => grain.Rekey(call)));
        Map(routes, "/vault/install", BodyLimits.Text, Step((grain, call) => grain.Install(call)));
        Map(routes, "/vault/seal", BodyLimits.None, Step((grain, call) => grain.Seal(call)));
        Map(routes, "/vault/epochs/end", BodyLimits.Advance, Step((grain, call) => grain.EndEpoch(call)));
        Map(routes, "/vault/issued", BodyLimits.None, Issued);
        Map(routes, "/vault/rotate", BodyLimits.None, Epoch((grain, call) => grain.Rotate(call)));
        Map(routes, "/vault/epoch", BodyLimits.None, Epoch((grain, call) => grain.Epoch(call)));
    }

    private static void Map(IEndpointRouteBuilder routes, string pattern, int limit, Func<SignedArrival, Task<Reply>> handle) =>
        SignedApi.Map(routes, pattern, Caller.Operator, limit, MediaTypes.Request, handle);

    private static async Task Status(HttpContext context)
    {
        var state = await context.RequestServices.GetRequiredService<Silo>().Vault(context.RequestAborted);
        await Send(context, state);
    }

    private static Func<SignedArrival, Task<Reply>> Step(Func<IVaultGrain, SignedCall, Task<VaultOutcome>> step) => async arrival =>
    {
        var outcome = await step(Vault(arrival.Grains), arrival.Call);
        return Reply.From(outcome.Outcome, () => Answer(outcome.State), AnswerJson.Default.VaultAnswer);
    };

    private static Func<SignedArrival, Task<Reply>> Epoch(Func<IVaultGrain, SignedCall, Task<EpochOutcome>> step) => async arrival =>
    {
        var outcome = await step(Vault(arrival.Grains), arrival.Call);
        return Reply.From(outcome.Outcome, () => new EpochAnswer(outcome.Text), AnswerJson.Default.EpochAnswer);
    };

    private static async Task<Reply> Issued(SignedArrival arrival)
    {
        var outcome = await Vault(arrival.Grains).Issued(arrival.Call);
        return Reply.From(
            outcome.Outcome,
            () => new IssuedAnswer([.. outcome.Shares.Select(share => new IssuedAnswerLine(share.Custodian, share.Envelope))]),
            AnswerJson.Default.IssuedAnswer);
    }

    private static async Task Give(HttpContext context, RouteRule rule)
    {
        using var buffer = new BodyBuffer(context.RequestServices.GetRequiredService<BodyBudget>());
        var refusal = Examine(context.Request) ?? await BodyReader.Refusal(context, rule.BodyLimit, buffer);
        if (refusal is null && buffer.TryFinish(out var body))
        {
            var outcome = await context.RequestServices.GetRequiredService<Silo>().Call(grains => Vault(grains).Give(body), context.RequestAborted);
            refusal = outcome.Outcome;
            if (refusal.IsOk)
            {
                await Send(context, outcome.State);
                return;
            }
        }

        await context.RequestServices.GetRequiredService<ProblemWriter>().Write(context, refusal ?? Outcome.Refuse(ProblemTable.Busy, ""));
    }

    private static Outcome? Examine(HttpRequest request)
    {
        if (request.QueryString.HasValue)
        {
            return Outcome.Refuse(ProblemTable.Malformed, "this route takes no query");
        }

        return request.Headers.ContentType is not [MediaTypes.Request] || request.Headers.ContentEncoding.Count > 0
            ? Outcome.Refuse(ProblemTable.UnsupportedMediaType, $"this route takes {MediaTypes.Request}, without a content encoding")
            : null;
    }

    private static IVaultGrain Vault(IGrainFactory grains) => grains.GetGrain<IVaultGrain>(Silo.VaultKey);

    private static VaultAnswer Answer(VaultState state) => new(
        state.State,
        Convert.ToHexStringLower(state.SiloKey),
        state.Asking,
        state.GroupsNeeded,
        [.. state.Groups.Select(group => new VaultGroupAnswer(group.Name, group.Threshold, group.Members, group.Given))],
        state.Generation,
        state.Epochs,
        state.InstalledEpoch,
        state.Plan,
        state.Inbox);

    private static Task Send(HttpContext context, VaultState state) =>
        WholeBody.Send(context, Json, JsonSerializer.SerializeToUtf8Bytes(Answer(state), AnswerJson.Default.VaultAnswer));
}
