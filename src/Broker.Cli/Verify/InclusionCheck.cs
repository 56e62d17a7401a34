using Broker.Transparency;

namespace Broker.Cli.Verify;

/// <summary>What was given to <c>broker verify inclusion</c>; a list has one value when the option was given once.</summary>
internal sealed record InclusionCheck
{
    internal const string LeafHashOption = "--leaf-hash";
    internal const string IndexOption = "--index";
    internal const string SizeOption = "--size";
    internal const string RootOption = "--root";
    internal const string ProofOption = "--proof";

    internal IReadOnlyList<string>? LeafHash { get; init; }

    internal IReadOnlyList<string>? Index { get; init; }

    internal IReadOnlyList<string>? Size { get; init; }

    internal IReadOnlyList<string>? Root { get; init; }

    internal IReadOnlyList<string>? Proof { get; init; }

    internal VerifyOutcome Run()
    {
        if (!ProofArguments.TryHash(LeafHashOption, LeafHash, out var leaf, out var problem)
            || !ProofArguments.TryNumber(IndexOption, Index, out var index, out problem)
            || !ProofArguments.TryNumber(SizeOption, Size, out var size, out problem)
            || !ProofArguments.TryHash(RootOption, Root, out var root, out problem)
            || !ProofArguments.TryProof(ProofOption, Proof, out var proof, out problem))
        {
            return VerifyOutcome.Malformed(problem);
        }

        return Inclusion.Verify(leaf, index, size, proof, root)
            ? new VerifyOutcome(true, $"the proof holds: the entry is number {index} of the tree of {size}")
            : new VerifyOutcome(false, $"the proof does not hold: nothing shows that the entry is number {index} of the tree of {size}");
    }
}
