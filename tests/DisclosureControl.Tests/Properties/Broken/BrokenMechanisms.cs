namespace Broker.DisclosureControl.Tests;

/// <summary>The eight that P1 and P2 must tell from the product.</summary>
internal static class BrokenMechanisms
{
    internal static IReadOnlyList<Mechanism> All { get; } =
    [
        new WeakerNoise(), new LaplaceNoise(), new RoundedNormalNoise(), new ExactThreshold(),
        new NoNoiseOnZeros(), new StickyNoise(), new FreshNoiseForEachTier(), new DrawAgainOnRetry(),
    ];

    internal static Mechanism Named(string name) => All.Single(mechanism => mechanism.Name == name);
}
