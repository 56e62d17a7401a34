using System.Text;
using System.Text.Json;
using Broker.Contracts;
using Broker.Gateway.Http;
using Broker.Gateway.Problems;

namespace Broker.Gateway.Api;

/// <summary>What anyone may read without a signature: state, keys to pin, calendars, the disclosure log, health.</summary>
internal static class PublicApi
{
    private const string Text = "text/plain; charset=utf-8";
    private const string Json = "application/json";
    private const string Bytes = "application/octet-stream";
    private const string Yaml = "text/yaml; charset=utf-8";
    private const string Immutable = "public, max-age=31536000, immutable";

    public static void MapPublicApi(this IEndpointRouteBuilder routes)
    {
        Map(routes, "/status", Status);
        Map(routes, "/keys/epoch", EpochKey);
        Map(routes, "/keys/trust", Trust);
        Map(routes, "/calendar/{country}", Calendar);
        Map(routes, "/releases/{country}/emergency", Emergencies);
        Map(routes, "/policies/{country}", Policies);
        Map(routes, "/policies/{country}/{revision}", PolicyFile);
        Map(routes, "/log/{**path}", ReadLog);
        Map(routes, "/healthz", context => WholeBody.Send(context, Text, "ok\n"u8.ToArray()));
        Map(routes, "/readyz", Ready);
    }

    private static void Map(IEndpointRouteBuilder routes, string pattern, RequestDelegate handle) =>
        routes.MapGet(pattern, handle).WithMetadata(new RouteRule(Caller.Anyone, 0));

    private static async Task Status(HttpContext context)
    {
        var status = await SiloOf(context).Status(context.RequestAborted);
        var answer = new StatusAnswer(
            status.Origin, status.Vault, status.Warnings, SignedApi.Text(status.CalendarNow), status.Simulated, status.Countries,
            LogOf(await SiloOf(context).Publication(context.RequestAborted)));
        await WholeBody.Send(context, Json, JsonSerializer.SerializeToUtf8Bytes(answer, AnswerJson.Default.StatusAnswer));
    }

    private static LogAnswer LogOf(PublicationState log) => new(
        log.SignedSize,
        log.PublishedSize,
        log.Quorum,
        log.WaitingSince is { } since ? SignedApi.Text(since) : null,
        [.. log.Witnesses.Select(witness => new WitnessAnswer(
            witness.Name, witness.State, witness.CosignedSize, witness.LastAnswer is { } at ? SignedApi.Text(at) : null))]);

    private static async Task EpochKey(HttpContext context)
    {
        var status = await SiloOf(context).Status(context.RequestAborted);
        await (status.EpochKeyNote.Length == 0
            ? Refuse(context, status.Vault == Silo.Unsealed ? ProblemTable.UnknownEpoch : ProblemTable.Sealed, "no epoch's key is installed, so there is none to seal to")
            : WholeBody.Send(context, Text, Encoding.UTF8.GetBytes(status.EpochKeyNote)));
    }

    private static async Task Trust(HttpContext context)
    {
        var status = await SiloOf(context).Status(context.RequestAborted);
        await (status.TrustFile.Length == 0
            ? Refuse(context, ProblemTable.Sealed)
            : WholeBody.Send(context, Text, Encoding.UTF8.GetBytes(status.TrustFile)));
    }

    private static async Task Calendar(HttpContext context)
    {
        if (!Names.AreWellFormed(context.Request.RouteValues))
        {
            await Refuse(context, ProblemTable.NotFound);
            return;
        }

        var calendar = await SiloOf(context).Call(
            grains => grains.GetGrain<ICountryGrain>($"country/{context.GetRouteValue("country")}").Calendar(), context.RequestAborted);
        if (calendar.NextPeriod.Length == 0)
        {
            await Refuse(context, ProblemTable.NoPolicy);
            return;
        }

        var answer = new CalendarAnswer(
            calendar.Country,
            [.. calendar.Measured.Select(line => new CalendarAnswerLine(line.Period, line.Start, line.End, line.Vintage, line.PublicFrom))],
            calendar.NextPeriod,
            calendar.NextCutOff,
            calendar.NextFlash.Length == 0 ? null : calendar.NextFlash,
            calendar.NextFlash.Length == 0 ? null : calendar.NextFlashCutOff);
        await WholeBody.Send(context, Json, JsonSerializer.SerializeToUtf8Bytes(answer, AnswerJson.Default.CalendarAnswer));
    }

    private static async Task Emergencies(HttpContext context)
    {
        if (!Names.AreWellFormed(context.Request.RouteValues))
        {
            await Refuse(context, ProblemTable.NotFound);
            return;
        }

        var country = (string)context.GetRouteValue("country")!;
        var plans = await SiloOf(context).Call(grains => grains.GetGrain<IEmergencyGrain>($"emergency/{country}").Plans(), context.RequestAborted);
        var answer = new EmergencyPlansAnswer(
            country,
            [.. plans.Select(plan => new EmergencyPlanAnswerLine(plan.Plan, plan.FirstWeek, plan.Weeks, plan.Revision, plan.Proposer, plan.EntryIndex))]);
        await WholeBody.Send(context, Json, JsonSerializer.SerializeToUtf8Bytes(answer, AnswerJson.Default.EmergencyPlansAnswer));
    }

    private static async Task Policies(HttpContext context)
    {
        if (!Names.AreWellFormed(context.Request.RouteValues))
        {
            await Refuse(context, ProblemTable.NotFound);
            return;
        }

        var country = (string)context.GetRouteValue("country")!;
        var history = await SiloOf(context).Call(grains => grains.GetGrain<IPolicyGrain>($"policy/{country}").History(), context.RequestAborted);
        var answer = new PoliciesAnswer(
            country,
            [.. history.Revisions.Select(line => new PolicyAnswerLine(line.Revision, line.Replaces, line.EntryIndex, line.ActivatedBy))],
            [.. history.Pending.Select(line => new PendingPolicyAnswerLine(line.Revision, line.ProposedBy, line.SignedBy))]);
        await WholeBody.Send(context, Json, JsonSerializer.SerializeToUtf8Bytes(answer, AnswerJson.Default.PoliciesAnswer));
    }

    // The address names the bytes, so they never change; whoever does not trust us hashes them.
    private static async Task PolicyFile(HttpContext context)
    {
        var (country, revision) = (context.GetRouteValue("country"), (string)context.GetRouteValue("revision")!);
        var file = Names.AreWellFormed(context.Request.RouteValues)
            ? await SiloOf(context).Call(grains => grains.GetGrain<IPolicyGrain>($"policy/{country}").Revision(revision), context.RequestAborted)
            : [];
        if (file.Length == 0)
        {
            await Refuse(context, ProblemTable.NotFound);
            return;
        }

        context.Response.Headers.CacheControl = Immutable;
        await WholeBody.Send(context, Yaml, file);
    }

    private static async Task ReadLog(HttpContext context)
    {
        var path = context.GetRouteValue("path") as string ?? "";
        var kind = LogPath.KindOf(path);
        var file = kind == LogFileKind.None ? null : await SiloOf(context).ReadLog(path, context.RequestAborted);
        if (file is not { Found: true })
        {
            await Refuse(context, ProblemTable.NotFound);
            return;
        }

        // A full tile never changes; a partial one is soon replaced by a wider one; a checkpoint must be asked for anew.
        if (kind != LogFileKind.PartialTile)
        {
            context.Response.Headers.CacheControl = kind == LogFileKind.FullTile ? Immutable : "no-cache";
        }

        await WholeBody.Send(context, kind == LogFileKind.Checkpoint ? Text : Bytes, file.Content);
    }

    private static async Task Ready(HttpContext context)
    {
        var state = await State(context);
        if (state != Silo.Unsealed)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.RetryAfter = "2";
        }

        await WholeBody.Send(context, Text, Encoding.UTF8.GetBytes(state == Silo.Unsealed ? "ready\n" : state + "\n"));
    }

    private static async Task<string> State(HttpContext context)
    {
        try
        {
            var status = await SiloOf(context).Status(context.RequestAborted);
            return status.Faults.Count > 0 ? status.Faults[0] : status.Vault == Silo.Unsealed ? Silo.Unsealed : "sealed";
        }
        catch (Exception exception) when (Engine.IsBusy(exception) || Engine.IsUnavailable(exception))
        {
            return Engine.IsBusy(exception) ? ProblemTable.Busy : ProblemTable.Unavailable;
        }
    }

    private static Silo SiloOf(HttpContext context) => context.RequestServices.GetRequiredService<Silo>();

    private static Task Refuse(HttpContext context, string code, string sentence = "") =>
        context.RequestServices.GetRequiredService<ProblemWriter>().Write(context, code, sentence);
}
