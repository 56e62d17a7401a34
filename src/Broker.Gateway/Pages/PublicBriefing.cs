using System.Text;
using Broker.Contracts;
using Broker.Gateway.Http;
using Broker.Gateway.Problems;

namespace Broker.Gateway.Pages;

/// <summary>
/// The briefing of the tier whose audience is anyone. Its bytes are those that were logged, so the page is sent as it is,
/// under a content security policy of its own (<see cref="BriefingPolicy"/>).
/// </summary>
internal static class PublicBriefing
{
    public static Task Html(HttpContext context) => Send(context, "text/html; charset=utf-8", briefing =>
    {
        context.Response.Headers.ContentSecurityPolicy = BriefingPolicy.For(briefing.Html);
        return briefing.Html;
    });

    public static Task Json(HttpContext context) => Send(context, "application/json", briefing => briefing.Json);

    public static Task Receipt(HttpContext context) =>
        Send(context, "text/plain; charset=utf-8", briefing => Encoding.UTF8.GetBytes(briefing.Receipt));

    private static async Task Send(HttpContext context, string type, Func<DeliveredBriefing, byte[]> part)
    {
        var problems = context.RequestServices.GetRequiredService<ProblemWriter>();
        if (!Names.AreWellFormed(context.Request.RouteValues))
        {
            await problems.Write(context, ProblemTable.NotFound);
            return;
        }

        var key = $"release/{context.GetRouteValue("country")}/{context.GetRouteValue("period")}/{context.GetRouteValue("vintage")}";
        var silo = context.RequestServices.GetRequiredService<Silo>();
        var outcome = await silo.Call(grains => grains.GetGrain<IReleaseGrain>(key).PublicBriefing(), context.RequestAborted);
        if (!outcome.Outcome.IsOk || outcome.Briefing is null)
        {
            await problems.Write(context, outcome.Outcome.IsOk ? Outcome.Refuse(ProblemTable.NotYet, "") : outcome.Outcome);
            return;
        }

        await WholeBody.Send(context, type, part(outcome.Briefing));
    }
}
