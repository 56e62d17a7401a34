namespace Engine.Parity.Grains;

/// <summary>A message with heirs.</summary>
[GenerateSerializer]
[Immutable]
[Alias("parity.figure")]
public abstract record Figure([property: Id(0)] string Name);
