namespace Orleans.Embedded.Tests.Grains;

[Alias("test.ring-a")]
public interface IRingAGrain : IGrainWithStringKey
{
    Task<int> PassAsync(int left, string next);

    /// <summary>Starts a call that comes back only after this one has ended.</summary>
    Task StartAsync(string next);

    Task BackAsync();
}
