namespace Broker.Transparency.Tests.Reference;

/// <summary>Every small change of a list of hashes that makes it another list.</summary>
internal static class ProofMutations
{
    internal static IEnumerable<Hash32[]> Of(Hash32[] proof)
    {
        for (var i = 0; i < proof.Length; i++)
        {
            foreach (var bit in new[] { 0, 7, 128, 255 })
            {
                yield return [.. proof[..i], Flip(proof[i], bit), .. proof[(i + 1)..]];
            }

            yield return [.. proof[..i], .. proof[(i + 1)..]];
            yield return [.. proof[..i], proof[i], proof[i], .. proof[(i + 1)..]];
            yield return [.. proof[..i], default, .. proof[i..]];
            if (i > 0)
            {
                yield return [.. proof[..(i - 1)], proof[i], proof[i - 1], .. proof[(i + 1)..]];
            }
        }

        yield return [.. proof, default];
        yield return [.. proof, MerkleHash.Empty];
    }

    internal static Hash32 Flip(Hash32 hash, int bit)
    {
        var bytes = hash.ToArray();
        bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        return new Hash32(bytes);
    }
}
