using System.Security.Cryptography;

namespace Broker.Gateway.SignedRequests;

/// <summary>
/// A growing pinned buffer: the collector never moves it, so zeroing it leaves no older copy behind. It doubles up to the
/// declared length, takes from the budget what it holds, and zeroes each array that it leaves.
/// </summary>
internal sealed class BodyBuffer(BodyBudget budget) : IDisposable
{
    private const int FirstCapacity = 16 << 10;

    private byte[] bytes = [];
    private int length;

    public int Length => length;

    /// <summary>Appends a segment; false when the budget is spent. <paramref name="most"/> is the longest the body may become.</summary>
    public bool TryAppend(ReadOnlySpan<byte> segment, int most)
    {
        if (length + segment.Length > bytes.Length && !TryGrow(length + segment.Length, most))
        {
            return false;
        }

        segment.CopyTo(bytes.AsSpan(length));
        length += segment.Length;
        return true;
    }

    /// <summary>The body as an array of its exact length; it stays owned, and zeroed at the end, by this buffer.</summary>
    public bool TryFinish(out byte[] body)
    {
        var whole = length == bytes.Length || TryResize(length);
        body = whole ? bytes : [];
        return whole;
    }

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(bytes);
        budget.Return(bytes.Length);
        bytes = [];
        length = 0;
    }

    private bool TryGrow(int needed, int most) =>
        TryResize((int)Math.Min(Math.Max(Math.Max(2L * bytes.Length, FirstCapacity), needed), Math.Max(most, needed)));

    private bool TryResize(int capacity)
    {
        if (!budget.TryTake(capacity))
        {
            return false;
        }

        var larger = GC.AllocateUninitializedArray<byte>(capacity, pinned: true);
        bytes.AsSpan(0, length).CopyTo(larger);
        CryptographicOperations.ZeroMemory(bytes);
        budget.Return(bytes.Length);
        bytes = larger;
        return true;
    }
}
