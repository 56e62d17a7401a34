using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Broker.Transparency.Tests.Reference;

namespace Broker.Transparency.Tests.Interop;

/// <summary>Live against golang.org/x/mod/sumdb: the same claims, true and false, the same answers.</summary>
public sealed class GoVerifierTests
{
    private const int Claims = 10_000;

    [GoFact]
    public async Task Inclusion_OfTenThousandClaims_IsJudgedAlike()
    {
        var random = new SeededBytes("go inclusion");
        var (claims, own) = (new List<string>(), new List<string>());
        for (var i = 0; i < Claims; i++)
        {
            var size = 1 + random.Below(Tree300.Size);
            var index = random.Below(size);
            var proof = Changed(random, [.. Tree300.Model.Path(index, size).Select(hash => new Hash32(hash))]);
            var (leaf, root) = (Tree300.Leaves[random.Below(8) == 0 ? random.Below(Tree300.Size) : index], Tree300.Root(random.Below(8) == 0 ? 1 + random.Below(Tree300.Size) : size));
            (index, size) = (random.Below(8) == 0 ? random.Below(size + 2) : index, random.Below(8) == 0 ? 1 + random.Below(Tree300.Size) : size);
            claims.Add(Claim("record", index, size, leaf, root, proof));
            own.Add(Inclusion.Verify(leaf, index, size, proof, root) ? "1" : "0");
        }

        await AssertAlike(claims, own);
    }

    [GoFact]
    public async Task Consistency_OfTenThousandClaims_IsJudgedAlike()
    {
        var random = new SeededBytes("go consistency");
        var (claims, own) = (new List<string>(), new List<string>());
        for (var i = 0; i < Claims; i++)
        {
            // Go proves nothing from size 0; here any tree follows the empty one.
            var size = 1 + random.Below(Tree300.Size);
            var old = 1 + random.Below(size);
            var proof = Changed(random, [.. Tree300.Model.Proof(old, size).Select(hash => new Hash32(hash))]);
            var (oldRoot, root) = (Tree300.Root(random.Below(8) == 0 ? 1 + random.Below(Tree300.Size) : old), Tree300.Root(random.Below(8) == 0 ? 1 + random.Below(Tree300.Size) : size));
            (old, size) = (random.Below(8) == 0 ? 1 + random.Below(size + 1) : old, random.Below(8) == 0 ? 1 + random.Below(Tree300.Size) : size);
            claims.Add(Claim("tree", old, size, oldRoot, root, proof));
            own.Add(Consistency.Verify(old, oldRoot, size, root, proof) ? "1" : "0");
        }

        await AssertAlike(claims, own);
    }

    [GoFact]
    public async Task Checkpoint_SignedHere_IsOpenedThereAndADamagedOneNowhere()
    {
        var random = new SeededBytes("go notes");
        var (claims, own) = (new List<string>(), new List<string>());
        for (var i = 0; i < 60; i++)
        {
            var seed = random.Next(32);
            var key = new VerifierKey("log.example/go", Ed25519Reference.PublicKey(seed));
            var signer = new NoteSigner(key, (message, signature) => Ed25519Reference.Sign(seed, message).CopyTo(signature));
            var note = new Checkpoint(key.Name, new TreeHead(i + 1, Tree300.Root(i + 1))).Sign(signer);
            if (i % 2 == 1)
            {
                note[random.Below(note.Length)] ^= (byte)(1 << random.Below(7));
            }

            claims.Add($"note {key} {Convert.ToBase64String(note)}");
            own.Add(SignedNote.TryOpen(note, [new NoteVerifier(key, Ed25519Reference.Verify)], out _, out _) ? "1" : "0");
        }

        await AssertAlike(claims, own);
    }

    [GoFact]
    public async Task Tiles_OfLogsOfManySizes_AreTheSame()
    {
        int[] sizes = [1, 2, 255, 256, 257, 511, 600, 65_536, 65_537, 66_100];
        var answers = await GoVerifier.AskAsync([.. sizes.Select(size => string.Create(CultureInfo.InvariantCulture, $"tiles {size}"))]);
        foreach (var (size, answer) in sizes.Zip(answers))
        {
            var log = MemoryLog.OfSize(size);
            var own = TilePath.AllOf(size).Where(path => !path.IsEntries).Select(path => $"{path}={Convert.ToHexStringLower(SHA256.HashData(log.Files[path.ToString()]))}");
            Assert.Equal(own.Order(StringComparer.Ordinal), answer.Split(' ').Order(StringComparer.Ordinal));
        }
    }

    private static async Task AssertAlike(List<string> claims, List<string> own)
    {
        var answers = await GoVerifier.AskAsync(claims);
        Assert.Equal(own, answers);
        Assert.InRange(own.Count(answer => answer == "1"), claims.Count / 10, claims.Count * 9 / 10);
    }

    private static Hash32[] Changed(SeededBytes random, Hash32[] proof)
    {
        if (random.Below(3) != 0)
        {
            return proof;
        }

        var mutations = ProofMutations.Of(proof).ToList();
        return mutations[random.Below(mutations.Count)];
    }

    private static string Claim(string kind, long first, long second, Hash32 one, Hash32 two, Hash32[] proof) => new StringBuilder(kind)
        .Append(CultureInfo.InvariantCulture, $" {first} {second} {one} {two} ")
        .Append(proof.Length == 0 ? "-" : string.Join(',', proof)).ToString();
}
