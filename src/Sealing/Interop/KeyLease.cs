namespace Broker.Sealing.Interop;

/// <summary>A key made readable for the length of a <c>using</c>. It cannot leave the stack.</summary>
internal readonly unsafe ref struct KeyLease
{
    private readonly KeyHandle owner;

    internal KeyLease(KeyHandle owner)
    {
        this.owner = owner;
        Bytes = new ReadOnlySpan<byte>((void*)owner.DangerousGetHandle(), owner.Length);
    }

    internal ReadOnlySpan<byte> Bytes { get; }

    public void Dispose() => owner.Close(this);
}
