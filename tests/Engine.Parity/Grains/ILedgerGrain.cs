namespace Engine.Parity.Grains;

/// <summary>A grain with stored state.</summary>
[Alias("parity.ledger")]
public interface ILedgerGrain : IGrainWithStringKey
{
    Task<int> ReadAsync();

    Task WriteAsync(int value);

    Task ClearAsync();

    Task LeaveAsync();
}
