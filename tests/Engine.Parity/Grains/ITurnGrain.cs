namespace Engine.Parity.Grains;

/// <summary>What turns, order and cancellation are probed with.</summary>
[Alias("parity.turn")]
public interface ITurnGrain : IGrainWithStringKey
{
    Task AppendAsync(int number);

    Task<IReadOnlyList<int>> NumbersAsync();

    /// <summary>Notes that it has begun, waits for the gate, notes that it has ended.</summary>
    Task GateAsync(string gate);

    /// <summary>Notes that it has begun and waits for its token.</summary>
    Task WaitAsync(string page, CancellationToken token);

    /// <summary>Notes that it ran.</summary>
    Task NoteAsync(string page, CancellationToken token);

    /// <summary>True when two continuations of the turn ran at once.</summary>
    Task<bool> OverlapsAsync(int rounds);

    Task<byte[]> KeepAsync(byte[] bytes);

    Task<byte[]> KeptAsync();

    Task HandOverAsync(string name, [Immutable] byte[] bytes);

    Task RefuseAsync(int code);

    Task BreakAsync(string text);

    Task LeaveAsync();

    /// <summary>Which activation of the key this is, from 1.</summary>
    Task<int> ActivationAsync();

    Task<string?> ContextAsync(string key);
}
