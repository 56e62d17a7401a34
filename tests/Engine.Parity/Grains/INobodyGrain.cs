namespace Engine.Parity.Grains;

/// <summary>An interface that no class implements.</summary>
[Alias("parity.nobody")]
public interface INobodyGrain : IGrainWithStringKey
{
    Task AskAsync();
}
