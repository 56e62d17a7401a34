using System.Text.Json;
using System.Text.RegularExpressions;
using Broker.Contracts;
using Broker.Gateway.Http;
using Broker.Gateway.Pages;

namespace Broker.Gateway.Problems;

/// <summary>Writes a problem: <c>application/problem+json</c>, or a page for a browser. Every refusal goes through here.</summary>
internal sealed partial class ProblemWriter(RandomFill random, ILogger<ProblemWriter> logger)
{
    private const int ReferenceBytes = 4;
    private const string JsonType = "application/problem+json";

    public Task Write(HttpContext context, string code, string sentence = "") => Write(context, Outcome.Refuse(code, sentence));

    public async Task Write(HttpContext context, Outcome outcome)
    {
        var problem = Problem.From(outcome, NewReference());
        LogProblem(logger, problem.Kind.Code, problem.Kind.Status, problem.Reference);
        var allow = context.Response.Headers.Allow;
        context.Response.Clear();
        context.Response.StatusCode = problem.Kind.Status;
        context.Response.Headers.Vary = "Accept";
        context.Response.Headers.Allow = allow;
        if (problem.Kind.RetryAfter > 0)
        {
            context.Response.Headers.RetryAfter = problem.Kind.RetryAfter.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        await (WantsPage(context.Request) ? PageResult.Write(context, ProblemPage.Render(problem)) : WriteJson(context, problem));
    }

    private static bool WantsPage(HttpRequest request) =>
        request.Headers.Accept.Any(value => value?.Contains("text/html", StringComparison.OrdinalIgnoreCase) == true);

    private static Task WriteJson(HttpContext context, Problem problem)
    {
        var shown = WellFormedCode().IsMatch(problem.Code) ? problem.Code : problem.Kind.Code;
        var document = new ProblemDocument(
            $"/problems/{problem.Kind.Code}", problem.Sentence, problem.Kind.Status, shown, problem.Kind.WhatIsSafe, problem.Kind.WhatToDo, problem.Reference, problem.Details,
            problem.DecidedBy?.Rules, problem.DecidedBy?.Revision);
        return WholeBody.Send(context, JsonType, JsonSerializer.SerializeToUtf8Bytes(document, ProblemJson.Default.ProblemDocument));
    }

    private string NewReference()
    {
        Span<byte> bytes = stackalloc byte[ReferenceBytes];
        random(bytes);
        return Convert.ToHexStringLower(bytes);
    }

    [GeneratedRegex("^[a-z][a-z-]{0,39}$", RegexOptions.CultureInvariant)]
    private static partial Regex WellFormedCode();
}
