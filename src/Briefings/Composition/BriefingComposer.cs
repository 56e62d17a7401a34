namespace Broker.Briefings;

/// <summary>Composes a briefing; a pure function: the same input gives the same bytes.</summary>
public static class BriefingComposer
{
    /// <summary>Composes the JSON and the HTML of one tier's briefing.</summary>
    /// <exception cref="ArgumentException">The input contradicts itself, or a name, marking or date is out of range.</exception>
    public static ComposedBriefing Compose(BriefingInput input)
    {
        BriefingInputCheck.Require(input);
        BriefingContent content = BriefingContent.From(input);
        return new ComposedBriefing(BriefingJson.Write(content), BriefingPage.Write(content), content.ReleaseHash);
    }
}
