using Microsoft.Win32.SafeHandles;

namespace Broker.Sealing.Interop;

/// <summary>Owns one slot of the arena: released (and zeroed) once, never while a lease is open, also when its owner forgot it.</summary>
internal sealed class KeyHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    private readonly KeyChunk chunk;
    private readonly int slot;

    internal KeyHandle(KeyChunk chunk, int slot, int length)
        : base(ownsHandle: true)
    {
        this.chunk = chunk;
        this.slot = slot;
        Length = length;
        SetHandle(chunk.Address(slot));
    }

    internal int Length { get; }

    /// <summary>Makes the key readable until the lease is disposed.</summary>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    internal KeyLease Open()
    {
        var added = false;
        DangerousAddRef(ref added);
        chunk.BeginRead();
        return new KeyLease(this);
    }

    internal void Close(KeyLease lease)
    {
        _ = lease;
        chunk.EndRead();
        DangerousRelease();
    }

    protected override bool ReleaseHandle()
    {
        chunk.Return(slot);
        return true;
    }
}
