namespace Broker.Sealing.Interop;

/// <summary>The one place where keys live: slots of 64 bytes in guarded chunks, added as needed.</summary>
/// <remarks>
/// One arena and not an allocation a key: an allocation of its own costs each key at least four pages, and the limit on
/// locked memory is often 8 MiB. The list of chunks is guarded by <see cref="gate"/>.
/// </remarks>
internal sealed class KeyArena(Func<nint, nuint, int> lockPages)
{
    private readonly Lock gate = new();
    private readonly List<KeyChunk> chunks = [];

    internal static KeyArena Shared { get; } = new(Sodium.LockPages);

    internal bool IsLocked
    {
        get
        {
            lock (gate)
            {
                if (chunks.Count == 0)
                {
                    chunks.Add(new KeyChunk(lockPages));
                }

                return chunks.TrueForAll(chunk => chunk.IsLocked);
            }
        }
    }

    /// <summary>Copies a key of at most 64 bytes into a slot of its own.</summary>
    internal KeyHandle Store(ReadOnlySpan<byte> key)
    {
        lock (gate)
        {
            foreach (var chunk in chunks)
            {
                if (chunk.TryTake(key, out var slot))
                {
                    return new KeyHandle(chunk, slot, key.Length);
                }
            }

            var added = new KeyChunk(lockPages);
            chunks.Add(added);
            _ = added.TryTake(key, out var first);
            return new KeyHandle(added, first, key.Length);
        }
    }
}
