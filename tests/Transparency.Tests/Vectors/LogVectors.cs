using System.Text;
using System.Text.Json;
using Broker.Transparency.Tests.Reference;

namespace Broker.Transparency.Tests.Vectors;

/// <summary>Reads the forms of the log family, told apart by their content: rfc6962-roots.json and this project's own files.</summary>
internal static class LogVectors
{
    private const string Ok = "ok";

    public static IEnumerable<VectorCase> Read(VectorFile file)
    {
        var root = file.Json();
        return root.ValueKind == JsonValueKind.Array ? Entries(file, root) : Document(file, root);
    }

    private static IEnumerable<VectorCase> Document(VectorFile file, JsonElement root)
    {
        if (root.TryGetProperty("root_hex_by_size", out var roots))
        {
            var leaves = root.GetProperty("leaf_inputs_hex").EnumerateArray().Select(e => MerkleHash.Leaf(Convert.FromHexString(e.GetString()!))).ToArray();
            return roots.EnumerateArray().Select((expected, size) => new VectorCase($"{file.Label} root of {size}", VectorKind.MustHold, () => Root(leaves, size, expected)));
        }

        if (root.TryGetProperty("inclusion", out var inclusion))
        {
            return Proofs(file, "inclusion", inclusion, InclusionHolds).Concat(Proofs(file, "consistency", root.GetProperty("consistency"), ConsistencyHolds));
        }

        _ = (root.GetProperty("files"), root.Text("proof"), root.Text("entry"));
        return [new VectorCase(file.Label, VectorKind.MustHold, () => Log(root))];
    }

    private static IEnumerable<VectorCase> Entries(VectorFile file, JsonElement root)
    {
        foreach (var entry in root.EnumerateArray())
        {
            var kind = entry.Text("expect") switch
            {
                Ok => VectorKind.MustHold,
                "malformed" => VectorKind.MustFail,
                var other => throw new FormatException($"the outcome `{other}` is not known"),
            };
            yield return entry.TryGetProperty("path", out var path) ? new VectorCase($"{file.Label} {path.GetString()}", kind, () => Tile(entry))
                : entry.TryGetProperty("bundle", out _) ? new VectorCase($"{file.Label} {entry.Text("name")}", kind, () => Bundle(entry))
                : new VectorCase($"{file.Label} {entry.Text("name")}", kind, () => CheckpointText(entry));
        }
    }

    private static IEnumerable<VectorCase> Proofs(VectorFile file, string form, JsonElement list, Func<JsonElement, bool> holds) =>
        list.EnumerateArray().Select(vector => new VectorCase(
            $"{file.Label} {form} {vector.Text("name")}",
            vector.GetProperty("holds").GetBoolean() ? VectorKind.MustHold : VectorKind.MustFail,
            () => Assert.Equal(vector.GetProperty("holds").GetBoolean(), holds(vector))));

    private static void Root(Hash32[] leaves, int size, JsonElement expected)
    {
        Assert.Equal(expected.GetString(), MerkleTree.Root(leaves.AsSpan(0, size)).ToString());
        Assert.Equal(expected.GetString(), MerkleTree.Root(size, MerkleTree.Over(leaves)).ToString());
    }

    private static bool InclusionHolds(JsonElement vector) => Inclusion.Verify(
        Hash(vector.GetProperty("leaf")), vector.GetProperty("index").GetInt64(), vector.GetProperty("size").GetInt64(), Hashes(vector), Hash(vector.GetProperty("root")));

    private static bool ConsistencyHolds(JsonElement vector) => Consistency.Verify(
        vector.GetProperty("oldSize").GetInt64(), Hash(vector.GetProperty("oldRoot")), vector.GetProperty("newSize").GetInt64(), Hash(vector.GetProperty("newRoot")), Hashes(vector));

    private static Hash32[] Hashes(JsonElement vector) => [.. vector.GetProperty("proof").EnumerateArray().Select(Hash)];

    private static Hash32 Hash(JsonElement hex) => new(Convert.FromHexString(hex.GetString()!));

    private static void Tile(JsonElement vector)
    {
        var text = vector.Text("path");
        Assert.Equal(vector.Text("expect") == Ok, TilePath.TryParse(text, out var path));
        if (path is not null)
        {
            Assert.Equal((vector.Number("level"), vector.GetProperty("index").GetInt64(), vector.Number("width")), (path.Level, path.Index, path.Width));
            Assert.Equal(text, path.ToString());
        }
    }

    private static void Bundle(JsonElement vector)
    {
        var bytes = vector.Hex("bundle");
        Assert.Equal(vector.Text("expect") == Ok, EntryBundle.TryParse(bytes, vector.Number("width"), out var entries));
        if (entries is not null)
        {
            Assert.Equal(vector.GetProperty("entries").EnumerateArray().Select(e => e.GetString()), entries.Select(e => Convert.ToHexStringLower(e.Span)));
            Assert.Equal(bytes, EntryBundle.Format(entries));
        }
    }

    private static void CheckpointText(JsonElement vector)
    {
        Assert.Equal(vector.Text("expect") == Ok, Checkpoint.TryParse(vector.Text("text"), out var checkpoint));
        if (checkpoint is not null)
        {
            Assert.Equal(vector.Text("text"), checkpoint.ToNoteText());
        }
    }

    private static void Log(JsonElement vector)
    {
        var files = vector.GetProperty("files").EnumerateObject().ToDictionary(f => f.Name, f => Convert.FromHexString(f.Value.GetString()!));
        Assert.True(TrustFile.TryParse(Encoding.UTF8.GetBytes(vector.Text("trust")), out var trust, out _));
        var log = CheckpointVerifier.Of(trust, Ed25519Reference.Verify);
        var report = LogVerification.Check(path => files.GetValueOrDefault(path), log);
        Assert.Equal(LogFault.None, report.Fault);
        Assert.True(TlogProof.TryParse(Encoding.UTF8.GetBytes(vector.Text("proof")), out var proof));
        Assert.True(proof.TryVerify(MerkleHash.Leaf(Encoding.UTF8.GetBytes(vector.Text("entry"))), log, out _, out _));
    }
}
