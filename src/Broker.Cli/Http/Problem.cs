using System.Text.Json;

namespace Broker.Cli;

/// <summary>What the gateway says when it does not do what was asked (RFC 9457).</summary>
internal sealed record Problem(string Code, string Title, string WhatIsSafe, string WhatToDo, string Reference, IReadOnlyList<string> Details,
    IReadOnlyList<string> Rules, string Revision)
{
    /// <summary>Reads a problem document; anything else becomes a problem that names only the status.</summary>
    public static Problem Read(int status, ReadOnlySpan<byte> body)
    {
        try
        {
            var document = JsonSerializer.Deserialize<Document>(body, GatewayJson.Options);
            if (document?.Code is string code)
            {
                return new Problem(
                    Line(code), Line(document.Title), Line(document.WhatIsSafe), Line(document.WhatToDo), Line(document.Reference),
                    [.. (document.Details ?? []).Select(Line)], [.. (document.Rules ?? []).Select(Line)], Line(document.Revision));
            }
        }
        catch (JsonException)
        {
            // Not a problem document: the status alone is said below.
        }

        return new Problem("unknown", $"the gateway answered {status} without saying why", "", "", "", [], [], "");
    }

    public override string ToString() => Title.StartsWith(Code, StringComparison.OrdinalIgnoreCase) ? Title : $"{Code}: {Title}";

    /// <summary>All of it, as people at a keyboard need it: what happened, the details, what is safe and what to do.</summary>
    public string Words
    {
        get
        {
            string[] lines = [ToString(), .. Details, DecidedBy, $"{WhatIsSafe} {WhatToDo}".Trim(), Reference.Length == 0 ? "" : $"reference {Reference}"];
            return string.Join('\n', lines.Where(line => line.Length > 0));
        }
    }

    // The sentence says what the rule means; this says where to read it.
    private string DecidedBy => Revision.Length == 0 ? "" : $"decided by {(Rules.Count == 0 ? "default, no rule speaks" : string.Join(" and ", Rules))}, revision {Revision}";

    // A server's text goes to a terminal: no control character of it may reach that.
    private static string Line(string? text) => new([.. (text ?? "").Where(c => !char.IsControl(c)).Take(500)]);

    private sealed record Document(
        string? Code = null,
        string? Title = null,
        string? WhatIsSafe = null,
        string? WhatToDo = null,
        string? Reference = null,
        IReadOnlyList<string>? Details = null,
        IReadOnlyList<string>? Rules = null,
        string? Revision = null);
}
