using Orleans.Concurrency;

namespace Orleans.Embedded.Tests.Grains;

[Alias("test.probe")]
public interface IProbeGrain : IGrainWithStringKey
{
    Task AppendAsync(int number);

    [ReadOnly]
    Task<IReadOnlyList<int>> NumbersAsync();

    /// <returns>True when another request or continuation ran at the same time.</returns>
    Task<bool> OverlapsAsync(int rounds);

    Task<byte[]> KeepAsync(byte[] bytes);

    Task<byte[]> KeptAsync();

    Task<byte[]> HandOverAsync([Immutable] byte[] bytes);

    Task<Letter> EchoAsync(Letter letter);

    Task ThrowPlainAsync(string secret);

    Task ThrowTypedAsync(int code);

    Task<bool> WaitAsync(CancellationToken token);

    Task<bool> WasCancelledAsync();

    Task<string?> ContextAsync(string key);

    Task<int> ActivationAsync();

    Task LeaveAsync();

    Task<string> KeyAsync();

    Task GateAsync(string name);
}
