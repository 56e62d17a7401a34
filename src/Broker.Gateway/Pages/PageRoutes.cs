using System.Text;
using Broker.Contracts;
using Broker.Gateway.Http;
using Broker.Gateway.Problems;

namespace Broker.Gateway.Pages;

/// <summary>The pages and the stylesheet; each page is a pure function of what the silo tells anyone.</summary>
internal static class PageRoutes
{
    private const int RecentCount = 20;
    private static readonly byte[] Stylesheet = ReadStylesheet();

    public static void MapPages(this IEndpointRouteBuilder routes)
    {
        Map(routes, "/", Home);
        Map(routes, "/operator", Operator);
        Map(routes, "/depositor", Depositor);
        Map(routes, "/requester", Requester);
        Map(routes, "/auditor", Auditor);
        Map(routes, "/auditor/entries/{index}", Entry);
        Map(routes, "/policy-officer", PolicyOfficer);
        Map(routes, "/problems", context => PageResult.Write(context, ProblemPage.RenderCatalogue()));
        Map(routes, "/problems/{code}", Problem);
        Map(routes, "/assets/broker.css", SendStylesheet);
        Map(routes, "/briefings/{country}/{period}/{vintage}", PublicBriefing.Html);
        Map(routes, "/briefings/{country}/{period}/{vintage}/json", PublicBriefing.Json);
        Map(routes, "/briefings/{country}/{period}/{vintage}/receipt", PublicBriefing.Receipt);
    }

    private static void Map(IEndpointRouteBuilder routes, string pattern, RequestDelegate handle) =>
        routes.MapGet(pattern, handle).WithMetadata(new RouteRule(Caller.Anyone, 0));

    private static Silo SiloOf(HttpContext context) => context.RequestServices.GetRequiredService<Silo>();

    // The two pages that say how things stand say so also when the silo is silent; all others answer with the problem.
    private static Task<SiloState?> StatusOrSilence(HttpContext context) => OrSilence(SiloOf(context).Status(context.RequestAborted));

    private static async Task<T?> OrSilence<T>(Task<T> answer)
        where T : class
    {
        try
        {
            return await answer;
        }
        catch (Exception exception) when (Engine.IsBusy(exception) || Engine.IsUnavailable(exception))
        {
            return null;
        }
    }

    private static Task<PublicationState?> LogOrSilence(HttpContext context) => OrSilence(SiloOf(context).Publication(context.RequestAborted));

    private static async Task Home(HttpContext context)
    {
        var status = await StatusOrSilence(context);
        await PageResult.Write(context, HomePage.Render(status, status is null ? null : await LogOrSilence(context)));
    }

    private static async Task Operator(HttpContext context)
    {
        var status = await StatusOrSilence(context);
        var vault = status is null ? null : await OrSilence(SiloOf(context).Vault(context.RequestAborted));
        await PageResult.Write(context, OperatorPage.Render(status, vault, status is null ? null : await LogOrSilence(context)));
    }

    private static async Task Depositor(HttpContext context)
    {
        var status = await SiloOf(context).Status(context.RequestAborted);
        await PageResult.Write(context, DepositorPage.Render(await Calendars(context, status)));
    }

    private static async Task Requester(HttpContext context)
    {
        var status = await SiloOf(context).Status(context.RequestAborted);
        var today = DateOnly.FromDateTime(status.CalendarNow.UtcDateTime);
        await PageResult.Write(context, RequesterPage.Render(await Calendars(context, status), today));
    }

    private static async Task Auditor(HttpContext context)
    {
        var status = await SiloOf(context).Status(context.RequestAborted);
        var recent = await SiloOf(context).Call(
            grains => grains.GetGrain<IDisclosureLogGrain>($"log/{status.Origin}").Recent(RecentCount), context.RequestAborted);
        var checkpoint = await SiloOf(context).ReadLog(LogPath.Checkpoint, context.RequestAborted);
        var text = checkpoint.Found ? Encoding.UTF8.GetString(checkpoint.Content) : "";
        var log = await SiloOf(context).Publication(context.RequestAborted);
        await PageResult.Write(context, AuditorPage.Render(status.Origin, recent, text, log));
    }

    private static async Task Entry(HttpContext context)
    {
        if (!Names.TryIndex(context.GetRouteValue("index") as string ?? "", out var index))
        {
            await context.RequestServices.GetRequiredService<ProblemWriter>().Write(context, ProblemTable.NotFound);
            return;
        }

        var status = await SiloOf(context).Status(context.RequestAborted);
        var found = await SiloOf(context).Call(
            grains => grains.GetGrain<IDisclosureLogGrain>($"log/{status.Origin}").Entry(index), context.RequestAborted);
        if (found.Entries is not [var entry])
        {
            await context.RequestServices.GetRequiredService<ProblemWriter>().Write(context, ProblemTable.NotFound);
            return;
        }

        await PageResult.Write(context, EntryPage.Render(found.Size, entry));
    }

    private static async Task PolicyOfficer(HttpContext context)
    {
        var status = await SiloOf(context).Status(context.RequestAborted);
        var policies = new List<PolicyView>();
        foreach (var country in status.Countries)
        {
            var view = await SiloOf(context).Call(grains => grains.GetGrain<IPolicyGrain>($"policy/{country}").Active(), context.RequestAborted);
            if (view.Revision.Length > 0)
            {
                policies.Add(view);
            }
        }

        await PageResult.Write(context, PolicyOfficerPage.Render(policies));
    }

    private static async Task<IReadOnlyList<CountryCalendar>> Calendars(HttpContext context, SiloState status)
    {
        var calendars = new List<CountryCalendar>();
        foreach (var country in status.Countries)
        {
            calendars.Add(await SiloOf(context).Call(
                grains => grains.GetGrain<ICountryGrain>($"country/{country}").Calendar(), context.RequestAborted));
        }

        return calendars;
    }

    private static Task Problem(HttpContext context)
    {
        var code = context.GetRouteValue("code") as string ?? "";
        if (ProblemTable.All.All(kind => kind.Code != code))
        {
            return context.RequestServices.GetRequiredService<ProblemWriter>().Write(context, ProblemTable.NotFound);
        }

        // The code is one of ours here, so this can't lead anywhere else.
        context.Response.Redirect($"/problems#{code}");
        return Task.CompletedTask;
    }

    // Not kept by the browser either: on a seized machine a cached file would tell that this site was visited.
    private static Task SendStylesheet(HttpContext context) => WholeBody.Send(context, "text/css; charset=utf-8", Stylesheet);

    private static byte[] ReadStylesheet()
    {
        using var stream = typeof(PageRoutes).Assembly.GetManifestResourceStream("broker.css")
            ?? throw new InvalidOperationException("the stylesheet is not in the assembly");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
