namespace Broker.Bench.Harness;

/// <summary>A line of the table: an operation, and the bare work under it that cannot be saved.</summary>
/// <param name="Operation">What one operation is.</param>
/// <param name="Measured">The product's code.</param>
/// <param name="FloorName">What the floor does; null where the operation has none.</param>
/// <param name="Floor">The floor's code.</param>
internal sealed record Row(string Operation, Work Measured, string? FloorName = null, Work? Floor = null)
{
    /// <summary>The row waits for a disk: the same work is also told by the wall clock.</summary>
    public bool WaitsForADisk { get; init; }

    /// <summary>Operations a CPU-second that the project promises; 0 for none.</summary>
    public double AtLeast { get; init; }

    /// <summary>Bytes that one operation may allocate; null for no promise.</summary>
    public long? AtMostBytes { get; init; }
}
