namespace Engine.Parity.Hosting;

/// <summary>The filter that was registered first. What it does is asked for by the request context.</summary>
internal sealed class OuterFilter : IIncomingGrainCallFilter
{
    public const string Key = "parity.filter";
    public const string PageKey = "parity.page";
    public const string Veto = "veto";
    public const string Change = "change";

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        var page = RequestContext.Get(PageKey) as string;
        if (page is not null)
        {
            Journal.Add(page, $"outer before {context.MethodName}/{context.Request.GetArgumentCount()}");
        }

        if (RequestContext.Get(Key) is Veto)
        {
            throw new Grains.RefusedException(Grains.RefusedException.Vetoed);
        }

        await context.Invoke();
        if (RequestContext.Get(Key) is Change && context.Result is string text)
        {
            context.Result = text + " changed";
        }

        if (page is not null)
        {
            Journal.Add(page, "outer after");
        }
    }
}
