namespace Engine.Parity.Hosting;

/// <summary>The filter that was registered second.</summary>
internal sealed class InnerFilter : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        var page = RequestContext.Get(OuterFilter.PageKey) as string;
        if (page is not null)
        {
            Journal.Add(page, "inner before");
        }

        await context.Invoke();
        if (page is not null)
        {
            Journal.Add(page, "inner after");
        }
    }
}
