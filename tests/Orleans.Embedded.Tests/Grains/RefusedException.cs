using Orleans.Runtime;

namespace Orleans.Embedded.Tests.Grains;

[GenerateSerializer]
[Alias("test.refused")]
public sealed class RefusedException(int code) : OrleansException($"refused with {code}")
{
    [Id(0)]
    public int Code { get; } = code;
}
