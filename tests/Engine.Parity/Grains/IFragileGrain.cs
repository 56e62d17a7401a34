namespace Engine.Parity.Grains;

/// <summary>A grain whose first activation fails.</summary>
[Alias("parity.fragile")]
public interface IFragileGrain : IGrainWithStringKey
{
    Task<string> PingAsync();
}
