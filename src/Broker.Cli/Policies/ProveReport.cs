using Broker.Policy;
using Broker.Policy.Proof;

namespace Broker.Cli;

/// <summary><c>policy-prove/1</c>: each claim, proved or refuted by a counterexample.</summary>
internal static class ProveReport
{
    private const string NoTests = "no tests stand beside the file, so no bound of an audience was proved";

    /// <summary>A report on a policy, or on one that was refused and whose fault is shown by what it lets out; without tests no bound was proved.</summary>
    public static PolicyReport Of(string file, string? testsFile, SharingPolicy? policy, IReadOnlyList<PolicyDiagnostic> findings, PolicyProofs proofs, string? against)
    {
        var document = new
        {
            kind = "policy-prove/1",
            file,
            testsFile,
            against,
            policy = policy?.Name,
            revision = policy?.Revision,
            classes = proofs.Classes,
            tooLarge = proofs.IsTooLarge,
            holds = proofs.Hold,
            findings = PolicyWire.Of(findings),
            claims = proofs.Proofs.Select(Wire),
        };
        var code = proofs.IsTooLarge ? ExitCodes.Failure : policy is not null && proofs.Hold ? ExitCodes.Ok : ExitCodes.No;
        return new PolicyReport([.. findings.Select(PolicyWire.Line), .. Lines(proofs), .. testsFile is null ? [NoTests] : Array.Empty<string>()], document, new JunitSuite($"policy prove {file}", Cases(findings, proofs)), code);
    }

    private static object Wire(PolicyProof proof) => new
    {
        id = proof.Id,
        claim = proof.Claim,
        holds = proof.Holds,
        classes = proof.Classes,
        counterexample = proof.Counterexample is { } counterexample
            ? new { sentence = counterexample.Sentence, request = PolicyWire.Of(counterexample.Request), decision = PolicyWire.Of(counterexample.Decision) }
            : null,
    };

    private static IEnumerable<string> Lines(PolicyProofs proofs)
    {
        foreach (var proof in proofs.Proofs)
        {
            yield return $"{(proof.Holds ? "proved" : "refuted")}: {proof.Claim} [{proof.Id}]";
            if (proof.Counterexample is { } counterexample)
            {
                yield return $"  counterexample: {counterexample.Sentence}";
            }
        }

        var refuted = proofs.Proofs.Count(proof => !proof.Holds);
        yield return proofs.IsTooLarge
            ? $"the policy induces {PolicyWire.Count(proofs.Classes, "class", "classes")} of requests, more than are gone through: nothing is claimed"
            : refuted == 0
            ? $"{PolicyWire.Count(proofs.Proofs.Count, "claim holds", "claims hold")} for every request, in {PolicyWire.Count(proofs.Classes, "class", "classes")}"
            : $"{PolicyWire.Count(refuted, "claim does", "claims do")} not hold, of {PolicyWire.Count(proofs.Proofs.Count, "claim", "claims")} over {PolicyWire.Count(proofs.Classes, "class", "classes")} of requests";
    }

    private static JunitCase[] Cases(IReadOnlyList<PolicyDiagnostic> findings, PolicyProofs proofs) =>
    [
        .. findings.Where(finding => finding.IsError).Select(finding => new JunitCase(finding.File, "reads without an error", finding.Code, finding.Message)),
        .. proofs.Proofs.Select(proof => proof.Counterexample is { } counterexample
            ? new JunitCase("claims", proof.Id, "refuted", counterexample.Sentence)
            : new JunitCase("claims", proof.Id)),
        .. proofs.IsTooLarge ? new[] { new JunitCase("claims", "every class of requests", "too-large", "more classes than are gone through: nothing is claimed") } : [],
    ];
}
