using Broker.Transparency;

namespace Broker.Cli.Verify;

/// <summary>What was given to <c>broker verify consistency</c>; a list has one value when the option was given once.</summary>
internal sealed record ConsistencyCheck
{
    internal const string OldSizeOption = "--old-size";
    internal const string NewSizeOption = "--new-size";
    internal const string OldRootOption = "--old-root";
    internal const string NewRootOption = "--new-root";
    internal const string ProofOption = "--proof";

    internal IReadOnlyList<string>? OldSize { get; init; }

    internal IReadOnlyList<string>? NewSize { get; init; }

    internal IReadOnlyList<string>? OldRoot { get; init; }

    internal IReadOnlyList<string>? NewRoot { get; init; }

    internal IReadOnlyList<string>? Proof { get; init; }

    internal VerifyOutcome Run()
    {
        if (!ProofArguments.TryNumber(OldSizeOption, OldSize, out var oldSize, out var problem)
            || !ProofArguments.TryNumber(NewSizeOption, NewSize, out var newSize, out problem)
            || !ProofArguments.TryHash(OldRootOption, OldRoot, out var oldRoot, out problem)
            || !ProofArguments.TryHash(NewRootOption, NewRoot, out var newRoot, out problem)
            || !ProofArguments.TryProof(ProofOption, Proof, out var proof, out problem))
        {
            return VerifyOutcome.Malformed(problem);
        }

        return Consistency.Verify(oldSize, oldRoot, newSize, newRoot, proof)
            ? new VerifyOutcome(true, $"the proof holds: the tree of {newSize} extends the tree of {oldSize}")
            : new VerifyOutcome(false, $"the proof does not hold: nothing shows that the tree of {newSize} extends the tree of {oldSize}");
    }
}
