namespace Broker.Cli;

/// <summary>The most memory that each process held, whole MiB.</summary>
internal sealed record DemoMemory(int Silo, int Gateway, int Witness, int Broker);
