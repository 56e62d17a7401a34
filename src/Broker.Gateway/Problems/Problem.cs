using Broker.Contracts;

namespace Broker.Gateway.Problems;

/// <summary>A problem as it meets one caller.</summary>
/// <param name="Code">The code, even one that the table does not know.</param>
/// <param name="Kind">Its row of the table.</param>
/// <param name="Sentence">What happened, in one sentence.</param>
/// <param name="Details">Further lines, as the diagnostics of a policy.</param>
/// <param name="Reference">Eight hexadecimal digits to quote to the operator; drawn at random, so it says nothing.</param>
/// <param name="DecidedBy">The rules and the revision of the sharing policy that decided; null where none did.</param>
internal sealed record Problem(string Code, ProblemKind Kind, string Sentence, IReadOnlyList<string> Details, string Reference, DecidedBy? DecidedBy)
{
    public static Problem From(Outcome outcome, string reference)
    {
        var kind = ProblemTable.Of(outcome.Code);

        // Whoever is not known learns nothing from wording: the answer is the table's, whatever the cause inside.
        var isBare = kind.Code == ProblemTable.Unauthorised;
        var sentence = isBare || outcome.Sentence.Length == 0 ? kind.Title : outcome.Sentence;
        return new Problem(outcome.Code, kind, sentence, isBare ? [] : outcome.Details, reference, isBare ? null : outcome.DecidedBy);
    }
}
