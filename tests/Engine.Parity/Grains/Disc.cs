namespace Engine.Parity.Grains;

/// <summary>An heir; its own ids start anew.</summary>
[GenerateSerializer]
[Immutable]
[Alias("parity.disc")]
public sealed record Disc(string Name, [property: Id(0)] double Radius) : Figure(Name);
