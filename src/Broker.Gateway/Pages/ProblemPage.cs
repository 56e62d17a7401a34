using Broker.Gateway.Problems;

namespace Broker.Gateway.Pages;

/// <summary>A problem for a person: what happened, what is safe, what to do, a number to quote.</summary>
internal static class ProblemPage
{
    public static Html Render(Problem problem) => Layout.Page("", "That did not work", Html.Of($"{Parts.Sentence(problem.Sentence)}"), Html.Of($"""
        <dl class="facts">
        {Parts.Fact("What is safe", Html.Of($"{problem.Kind.WhatIsSafe}"))}
        {Parts.Fact("What to do", Html.Of($"{problem.Kind.WhatToDo}"))}
        {Parts.Fact("Kind of problem", Html.Of($"""<a href="/problems#{problem.Kind.Code}"><code>{problem.Code}</code></a>"""))}
        {(problem.DecidedBy is { } by ? Parts.Fact("Decided by", Html.Of($"""{(by.Rules.Count == 0 ? "default, no rule speaks" : string.Join(", ", by.Rules))}, revision <code class="hash">{by.Revision}</code>""")) : Html.Empty)}
        {Parts.Fact("Reference", Html.Of($"<code>{problem.Reference}</code>"))}
        </dl>
        {(problem.Details.Count == 0 ? Html.Empty : Html.Of($"""<h2>Details</h2><ul>{Html.Each(problem.Details, detail => Html.Of($"<li><code>{detail}</code></li>"))}</ul>"""))}
        <p><a href="/">Back to the start</a></p>
        """));

    /// <summary>The catalogue: every kind that the table knows.</summary>
    public static Html RenderCatalogue() => Layout.Page(
        "", "Problems", Html.Of($"Every answer that is not a yes carries one of these codes, and a reference number to quote."), Html.Of($"""
        <div class="problems">{Html.Each(ProblemTable.All, Row)}</div>
        """));

    private static Html Row(ProblemKind kind) => Html.Of($"""
        <section aria-labelledby="{kind.Code}">
        <h2 id="{kind.Code}"><code>{kind.Code}</code> <span class="status">{kind.Status}</span></h2>
        <p>{kind.Title}</p>
        <dl class="facts">
        {Parts.Fact("What is safe", Html.Of($"{kind.WhatIsSafe}"))}
        {Parts.Fact("What to do", Html.Of($"{kind.WhatToDo}"))}
        </dl>
        </section>

        """);
}
