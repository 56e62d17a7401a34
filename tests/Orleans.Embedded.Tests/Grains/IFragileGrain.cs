namespace Orleans.Embedded.Tests.Grains;

[Alias("test.fragile")]
public interface IFragileGrain : IGrainWithStringKey
{
    Task PingAsync();
}
