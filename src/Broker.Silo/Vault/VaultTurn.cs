namespace Broker.Silo.Vault;

/// <summary>One step of a ceremony at a time, whoever asks for it.</summary>
internal sealed class VaultTurn : IDisposable
{
    private readonly SemaphoreSlim turn = new(1);

    public async Task<T> Take<T>(Func<Task<T>> step)
    {
        await turn.WaitAsync();
        try
        {
            return await step();
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();
}
