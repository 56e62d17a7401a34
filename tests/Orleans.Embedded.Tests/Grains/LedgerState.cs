namespace Orleans.Embedded.Tests.Grains;

public sealed class LedgerState
{
    public long Total { get; set; }
}
