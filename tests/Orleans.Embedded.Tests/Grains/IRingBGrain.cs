namespace Orleans.Embedded.Tests.Grains;

[Alias("test.ring-b")]
public interface IRingBGrain : IGrainWithStringKey
{
    Task<int> PassAsync(int left, string next);

    Task BackLaterAsync(string next);
}
