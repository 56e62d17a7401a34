namespace Orleans.Embedded.Tests.Grains;

[Alias("test.ledger")]
public interface ILedgerGrain : IGrainWithStringKey
{
    Task<long> AddAsync(long amount);

    Task<long> TotalAsync();

    Task ClearAsync();
}
