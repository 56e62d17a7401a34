namespace Broker.Cli;

/// <summary>A row of the demo that the broker answered.</summary>
internal sealed record DemoDeposit(MappedRow Row, string Office, int Block, DepositedRow Answer);
