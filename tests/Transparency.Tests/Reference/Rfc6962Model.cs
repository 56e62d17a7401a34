using System.Security.Cryptography;

namespace Broker.Transparency.Tests.Reference;

/// <summary>RFC 6962 section 2.1 written down as it is defined: recursive, slow, over the entries themselves, sharing no code with the product.</summary>
internal sealed class Rfc6962Model(IReadOnlyList<byte[]> entries)
{
    private readonly Dictionary<(int, int), byte[]> known = [];

    /// <summary>MTH(D[start:end]).</summary>
    internal byte[] Mth(int start, int end)
    {
        if (!known.TryGetValue((start, end), out var hash))
        {
            hash = (end - start) switch
            {
                0 => SHA256.HashData([]),
                1 => SHA256.HashData([0x00, .. entries[start]]),
                var n => Join(Mth(start, start + K(n)), Mth(start + K(n), end)),
            };
            known[(start, end)] = hash;
        }

        return hash;
    }

    /// <summary>PATH(m, D[n]).</summary>
    internal List<byte[]> Path(int m, int n) => Path(m, 0, n);

    /// <summary>PROOF(m, D[n]).</summary>
    internal List<byte[]> Proof(int m, int n) => Subproof(m, 0, n, true);

    private List<byte[]> Path(int m, int start, int end)
    {
        var n = end - start;
        if (n == 1)
        {
            return [];
        }

        var k = K(n);
        return m < k
            ? [.. Path(m, start, start + k), Mth(start + k, end)]
            : [.. Path(m - k, start + k, end), Mth(start, start + k)];
    }

    private List<byte[]> Subproof(int m, int start, int end, bool complete)
    {
        var n = end - start;
        if (m == n)
        {
            return complete ? [] : [Mth(start, end)];
        }

        var k = K(n);
        return m <= k
            ? [.. Subproof(m, start, start + k, complete), Mth(start + k, end)]
            : [.. Subproof(m - k, start + k, end, false), Mth(start, start + k)];
    }

    /// <summary>The root that an inclusion proof leads to when it is read along the definition of PATH, or null when it has another length.</summary>
    internal static byte[]? RootOfPath(byte[] leafHash, long m, long n, IReadOnlyList<byte[]> path)
    {
        if (m < 0 || m >= n)
        {
            return null;
        }

        if (n == 1)
        {
            return path.Count == 0 ? leafHash : null;
        }

        if (path.Count == 0)
        {
            return null;
        }

        var k = K(n);
        var rest = path.SkipLast(1).ToList();
        var isLeft = m < k;
        var below = isLeft ? RootOfPath(leafHash, m, k, rest) : RootOfPath(leafHash, m - k, n - k, rest);
        return below is null ? null : isLeft ? Join(below, path[^1]) : Join(path[^1], below);
    }

    /// <summary>Old and new root that a consistency proof leads to, read along the definition of SUBPROOF.</summary>
    internal static (byte[] Old, byte[] New)? RootsOfSubproof(long m, long n, bool complete, byte[] oldRoot, IReadOnlyList<byte[]> proof)
    {
        if (m == n)
        {
            return complete
                ? (proof.Count == 0 ? (oldRoot, oldRoot) : null)
                : (proof.Count == 1 ? (proof[0], proof[0]) : null);
        }

        if (proof.Count == 0)
        {
            return null;
        }

        var k = K(n);
        var rest = proof.SkipLast(1).ToList();
        if (m <= k)
        {
            return RootsOfSubproof(m, k, complete, oldRoot, rest) is { } left ? (left.Old, Join(left.New, proof[^1])) : null;
        }

        return RootsOfSubproof(m - k, n - k, false, oldRoot, rest) is { } right
            ? (Join(proof[^1], right.Old), Join(proof[^1], right.New))
            : null;
    }

    private static byte[] Join(byte[] left, byte[] right) => SHA256.HashData([0x01, .. left, .. right]);

    private static int K(int n) => (int)K((long)n);

    /// <summary>The largest power of two smaller than n.</summary>
    private static long K(long n)
    {
        long k = 1;
        while (k < n - k)
        {
            k += k;
        }

        return k;
    }
}
