using System.Security.Cryptography;

namespace Broker.Sealing.Interop;

/// <summary>
/// Some guarded pages cut into slots of equal size. The pages are inaccessible unless a lease is open; they stand between
/// two guard pages, behind a canary, and outside core dumps (all of this is <c>sodium_malloc</c>'s doing).
/// </summary>
/// <remarks>All state is guarded by <see cref="gate"/>. Chunks live as long as the process.</remarks>
internal sealed unsafe class KeyChunk
{
    internal const int SlotSize = 64;
    internal const int Slots = 256;

    private readonly Lock gate = new();
    private readonly Stack<int> free = new(Enumerable.Range(0, Slots).Reverse());
    private readonly nint memory;
    private int leases;

    internal KeyChunk(Func<nint, nuint, int> lockPages)
    {
        memory = Sodium.Allocate(SlotSize * Slots);
        if (memory == 0)
        {
            throw new SealingUnavailableException("the guarded memory for keys could not be allocated");
        }

        // sodium_malloc ignores a failed mlock; locking twice is harmless and this time the answer is seen.
        IsLocked = lockPages(memory, SlotSize * Slots) == 0;
        new Span<byte>((void*)memory, SlotSize * Slots).Clear();
        Demand(Sodium.ProtectNoAccess(memory));
    }

    internal bool IsLocked { get; }

    internal bool TryTake(ReadOnlySpan<byte> content, out int slot)
    {
        lock (gate)
        {
            if (!free.TryPop(out slot))
            {
                return false;
            }

            Demand(Sodium.ProtectReadWrite(memory));
            content.CopyTo(new Span<byte>((void*)Address(slot), SlotSize));
            Settle();
            return true;
        }
    }

    internal void Return(int slot)
    {
        lock (gate)
        {
            Demand(Sodium.ProtectReadWrite(memory));
            CryptographicOperations.ZeroMemory(new Span<byte>((void*)Address(slot), SlotSize));
            Settle();
            free.Push(slot);
        }
    }

    internal void BeginRead()
    {
        lock (gate)
        {
            // INVARIANT: the pages are readable if and only if leases > 0.
            if (leases == 0)
            {
                Demand(Sodium.ProtectReadOnly(memory));
            }

            leases++;
        }
    }

    internal void EndRead()
    {
        lock (gate)
        {
            leases--;
            if (leases == 0)
            {
                Demand(Sodium.ProtectNoAccess(memory));
            }
        }
    }

    internal nint Address(int slot) => memory + (slot * SlotSize);

    private void Settle() => Demand(leases > 0 ? Sodium.ProtectReadOnly(memory) : Sodium.ProtectNoAccess(memory));

    private static void Demand(int outcome)
    {
        if (outcome != 0)
        {
            throw new SealingUnavailableException("the guarded memory for keys could not be protected");
        }
    }
}
