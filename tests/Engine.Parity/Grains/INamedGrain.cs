namespace Engine.Parity.Grains;

/// <summary>A second interface of the echo grain.</summary>
[Alias("parity.named")]
public interface INamedGrain : IGrainWithStringKey
{
    Task<string> NameAsync();
}
