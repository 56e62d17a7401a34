namespace Broker.Sealing;

/// <summary>The four parts of a deposit package, as slices of its bytes. Nothing about them is verified yet.</summary>
public readonly record struct PackageParts(
    ReadOnlyMemory<byte> Manifest, ReadOnlyMemory<byte> Caveats, ReadOnlyMemory<byte> Observation, ReadOnlyMemory<byte> Source);
