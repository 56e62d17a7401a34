namespace Broker.Contracts;

/// <summary>The answer to a call that may be refused: an expected no is a value and crosses grains as one.</summary>
/// <param name="Code"><c>ok</c>, or the closed code of the refusal (see docs/problems.md).</param>
/// <param name="Sentence">One plain sentence for the caller; empty when the code is <c>ok</c>.</param>
/// <param name="Details">Further lines, as the diagnostics of a policy; never content of records.</param>
/// <param name="DecidedBy">Where a sharing policy decided: which revision and rules; else null.</param>
[GenerateSerializer, Immutable, Alias("broker.outcome")]
public sealed record Outcome(
    [property: Id(0)] string Code,
    [property: Id(1)] string Sentence,
    [property: Id(2)] IReadOnlyList<string> Details,
    [property: Id(3)] DecidedBy? DecidedBy = null)
{
    /// <summary>The code of success.</summary>
    public const string OkCode = "ok";

    /// <summary>Success.</summary>
    public static Outcome Ok { get; } = new(OkCode, "", []);

    /// <summary>True when nothing was refused.</summary>
    public bool IsOk => string.Equals(Code, OkCode, StringComparison.Ordinal);

    /// <summary>A refusal.</summary>
    public static Outcome Refuse(string code, string sentence, params IReadOnlyList<string> details) => new(code, sentence, details);
}
