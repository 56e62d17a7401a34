using System.Globalization;
using System.Text.Json;
using Broker.Contracts;
using Broker.Gateway.Problems;

namespace Broker.Tests.Gateway;

public sealed class ProblemTests
{
    public static TheoryData<string> Codes => [.. ProblemTable.All.Select(kind => kind.Code)];

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task Refusal_EachCode_IsAProblemDocumentOfItsRow(string code)
    {
        var kind = ProblemTable.Of(code);
        using var gateway = new TestGateway();
        gateway.Grains.Outcome = Outcome.Refuse(code, "a sentence of the silo", "line 3");
        using var response = await gateway.CreateClient().SendAsync(TestGateway.Signed("/requests", [1]));
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        var bare = code == "unauthorised";
        Assert.Equal(kind.Status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(
            ["type", "title", "status", "code", "whatIsSafe", "whatToDo", "reference", "details"],
            problem.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Equal($"/problems/{code}", Text(problem, "type"));
        Assert.Equal(bare ? kind.Title : "a sentence of the silo", Text(problem, "title"));
        Assert.Equal(kind.Status, problem.RootElement.GetProperty("status").GetInt32());
        Assert.Equal(code, Text(problem, "code"));
        Assert.Equal(kind.WhatIsSafe, Text(problem, "whatIsSafe"));
        Assert.Equal(kind.WhatToDo, Text(problem, "whatToDo"));
        Assert.Matches("^[0-9a-f]{8}$", Text(problem, "reference"));
        Assert.Equal(bare ? 0 : 1, problem.RootElement.GetProperty("details").GetArrayLength());
        Assert.Equal(kind.RetryAfter > 0, response.Headers.RetryAfter is not null);
    }

    [Fact]
    public async Task Refusal_ThatAPolicyDecided_NamesItsRulesAndTheRevision()
    {
        using var gateway = new TestGateway();
        gateway.Grains.Outcome = Outcome.Refuse("refused", "Refused by rule-3: a reason.") with { DecidedBy = new DecidedBy(new string('a', 64), ["rule-3"]) };
        using var response = await gateway.CreateClient().SendAsync(TestGateway.Signed("/requests", [1]));
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(
            ["type", "title", "status", "code", "whatIsSafe", "whatToDo", "reference", "details", "rules", "revision"],
            problem.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Equal("Refused by rule-3: a reason.", Text(problem, "title"));
        Assert.Equal(new string('a', 64), Text(problem, "revision"));
        Assert.Equal("rule-3", Assert.Single(problem.RootElement.GetProperty("rules").EnumerateArray()).GetString());
    }

    [Fact]
    public async Task Refusal_UnknownCode_Is422WithTheCodeKept()
    {
        using var gateway = new TestGateway();
        gateway.Grains.Outcome = Outcome.Refuse("brand-new", "something new");
        using var response = await gateway.CreateClient().SendAsync(TestGateway.Signed("/requests", [1]));
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(422, (int)response.StatusCode);
        Assert.Equal("brand-new", Text(problem, "code"));
    }

    [Fact]
    public async Task Unauthorised_WhateverTheCause_IsTheSameAnswerAndLength()
    {
        var answers = new HashSet<string>();
        foreach (var sentence in new[] { "unknown key", "nonce was used", "" })
        {
            using var gateway = new TestGateway();
            gateway.Grains.Outcome = Outcome.Refuse("unauthorised", sentence, sentence);
            using var response = await gateway.CreateClient().SendAsync(TestGateway.Signed("/requests", [1]));
            var text = await response.Content.ReadAsStringAsync();
            using var problem = JsonDocument.Parse(text);
            answers.Add(text.Replace(Text(problem, "reference"), "", StringComparison.Ordinal));
        }

        Assert.Single(answers);
    }

    [Fact]
    public async Task Problem_ForABrowser_IsAPageWithEncodedText()
    {
        using var gateway = new TestGateway();
        gateway.Grains.Outcome = Outcome.Refuse("refused", "<script>alert(1)</script>", "<img src=x>\u202e");
        using var request = TestGateway.Signed("/requests", [1]);
        request.Headers.Accept.ParseAdd("text/html,application/xhtml+xml");
        using var response = await gateway.CreateClient().SendAsync(request);
        var html = await response.Content.ReadAsStringAsync();
        Assert.Equal(403, (int)response.StatusCode);
        Assert.StartsWith("text/html", response.Content.Headers.ContentType?.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
        Assert.Contains("[U&#x2B;202E]", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MethodNotAllowed_ByTheRouter_NamesTheMethod()
    {
        using var gateway = new TestGateway();
        using var response = await gateway.CreateClient().GetAsync(new Uri("/requests", UriKind.Relative));
        Assert.Equal(405, (int)response.StatusCode);
        Assert.Equal(["POST"], response.Content.Headers.Allow);
    }

    [Theory]
    [InlineData("no-policy", 404)]
    [InlineData("superseded", 409)]
    [InlineData("too-many-depositors", 409)]
    [InlineData("unknown-country", 422)]
    public void Table_CodeOfTheSilo_HasItsStatus(string code, int status) => Assert.Equal((code, status), (ProblemTable.Of(code).Code, ProblemTable.Of(code).Status));

    [Fact]
    public void Table_CodeThatNothingProduces_IsNotThere() => Assert.Equal("unknown", ProblemTable.Of("same-officer").Code);

    [Fact]
    public void Table_Refusals_SayWhetherTheyAreLogged()
    {
        Assert.Contains("the refusal is an entry of the disclosure log", ProblemTable.Of("refused").WhatIsSafe, StringComparison.Ordinal);
        Assert.Contains("nothing was logged", ProblemTable.Of("no-policy").WhatIsSafe, StringComparison.Ordinal);
    }

    [Fact]
    public void Catalogue_InTheDocs_IsTheTable()
    {
        var expected = ProblemTable.All.Select(kind => string.Create(
            CultureInfo.InvariantCulture,
            $"| `{kind.Code}` | {kind.Status} | {kind.Title} | {kind.WhatIsSafe} | {kind.WhatToDo} | {(kind.RetryAfter > 0 ? kind.RetryAfter : "–")} |"));
        var rows = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "problems.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal));
        Assert.Equal(expected, rows);
    }

    [Fact]
    public void Table_Sentences_AreWhole()
    {
        Assert.Equal(ProblemTable.All.Count, ProblemTable.All.Select(kind => kind.Code).Distinct().Count());
        Assert.All(ProblemTable.All, kind => Assert.All([kind.Title, kind.WhatIsSafe, kind.WhatToDo], text => Assert.EndsWith(".", text, StringComparison.Ordinal)));
        Assert.All(ProblemTable.All, kind => Assert.Equal(kind.Status is 429 or 503, kind.RetryAfter > 0));
    }

    private static string Text(JsonDocument problem, string name) => problem.RootElement.GetProperty(name).GetString()!;
}
