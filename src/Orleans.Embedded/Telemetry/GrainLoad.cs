namespace Orleans.Telemetry;

/// <summary>What the grains of one type hold at a moment.</summary>
internal sealed record GrainLoad(string GrainType, int Activations, int Queued, int Longest);
