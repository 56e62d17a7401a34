using System.Text;
using System.Text.Json;
using Broker.Sealing.Tests.Support;

namespace Broker.Sealing.Tests.Interop;

/// <summary>Live, both ways, against @hpke/core and a second implementation of the deposit package in Node (tests/interop).</summary>
public sealed class NodeHpkeTests
{
    private static readonly int[] Sizes = [0, 1, 15, 16, 17, 1024, 2048, 65_536, 200_000];

    [LiveFact(Tools.Node)]
    public async Task Seal_InNode_OpensHereInBothModes()
    {
        var random = new SeededRandom("node seals");
        using var key = X25519PrivateKey.Generate(random.Fill);
        var cases = Sizes.SelectMany(size => new[] { false, true }, (size, isPsk) => new Message(random, size, isPsk)).ToList();
        var results = await NodeAsync(cases.ConvertAll(each => each.Job("seal", ("publicKey", key.PublicKey), ("plaintext", each.Plaintext))));
        foreach (var (message, result) in cases.Zip(results))
        {
            var sealedBytes = Bytes(result);
            var opened = new byte[message.Plaintext.Length];
            Assert.Equal(message.Plaintext.Length + Hpke.Overhead, sealedBytes.Length);
            Assert.True(message.TryOpen(opened, key, sealedBytes));
            Assert.Equal(message.Plaintext, opened);
            sealedBytes[^1] ^= 1;
            Assert.False(message.TryOpen(opened, key, sealedBytes));
        }
    }

    [LiveFact(Tools.Node)]
    public async Task Seal_Here_OpensInNodeInBothModes()
    {
        var random = new SeededRandom("node opens");
        using var key = X25519PrivateKey.Generate(random.Fill);
        var privateKey = new byte[32];
        key.Export(privateKey);
        var cases = Sizes.SelectMany(size => new[] { false, true }, (size, isPsk) => new Message(random, size, isPsk)).ToList();
        var sealedBytes = cases.ConvertAll(each => each.Seal(key.PublicKey, random.Fill));
        var damaged = sealedBytes[^1].ToArray();
        damaged[40] ^= 1;
        var jobs = cases.Zip(sealedBytes, (each, bytes) => each.Job("open", ("privateKey", privateKey), ("sealed", bytes))).ToList();
        jobs.Add(cases[^1].Job("open", ("privateKey", privateKey), ("sealed", damaged)));
        var results = await NodeAsync(jobs);
        Assert.True(results[^1].TryGetProperty("error", out _));
        Assert.All(cases.Zip(results), pair => Assert.Equal(pair.First.Plaintext, Bytes(pair.Second)));
    }

    [LiveFact(Tools.Node)]
    public async Task Package_MadeInNode_IsTakenHere()
    {
        foreach (var size in (int[])[0, 1, 988, 989, 5000, 200_000])
        {
            using var scene = new DepositScene($"node {size}") { Observation = new SeededRandom("observation").Bytes(size) };
            Assert.True(DepositPackage.TryRead(scene.Seal(), out var ours, out _));
            var job = Job(scene, "makePackage");
            job["salt"] = Convert.ToBase64String(scene.Random.Bytes(32));
            job["observation"] = Convert.ToBase64String(scene.Observation);
            job["caveats"] = Convert.ToBase64String(scene.Caveats);
            job["source"] = Convert.ToBase64String(ours.Source.Span);
            job["record"] = scene.Record.ToString();
            job["publicKey"] = Convert.ToBase64String(scene.Epoch.PublicKey);
            job["signer"] = DepositScene.SignerName;
            job["signingSeed"] = Convert.ToBase64String(Export(scene.ManifestKey.ExportSeed));
            var package = Bytes((await NodeAsync([job]))[0]);
            Assert.Null(scene.Receive(package, out var observation));
            Assert.Equal(scene.Observation, observation);
            Assert.True(DepositPackage.TryRead(package, out var theirs, out _));
            Assert.Equal((ours.Manifest.Length, ours.Observation.Length), (theirs.Manifest.Length, theirs.Observation.Length));
        }
    }

    [LiveFact(Tools.Node)]
    public async Task Package_MadeHere_OpensInNode()
    {
        foreach (var size in (int[])[0, 1, 988, 989, 5000, 200_000])
        {
            using var scene = new DepositScene($"node {size}") { Observation = new SeededRandom("observation").Bytes(size) };
            var job = Job(scene, "openPackage");
            job["package"] = Convert.ToBase64String(scene.Seal());
            job["signerKey"] = Convert.ToBase64String(scene.ManifestKey.PublicKey);
            job["privateKey"] = Convert.ToBase64String(Export(scene.EpochPrivateKey.Export));
            Assert.Equal(scene.Observation, Bytes((await NodeAsync([job]))[0]));
        }
    }

    private static Dictionary<string, string> Job(DepositScene scene, string operation)
    {
        var secret = new byte[32];
        scene.EnrolmentSecret.Use(secret, static (bytes, target) => bytes.CopyTo(target));
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["operation"] = operation,
            ["origin"] = scene.Origin.ToString(),
            ["depositor"] = scene.Depositor.ToString(),
            ["epoch"] = scene.Epoch.Id.ToString(),
            ["enrolmentSecret"] = Convert.ToBase64String(secret),
        };
    }

    private delegate void Exporter(Span<byte> destination);

    private static byte[] Export(Exporter export)
    {
        var bytes = new byte[32];
        export(bytes);
        return bytes;
    }

    private static byte[] Bytes(JsonElement result) => result.TryGetProperty("bytes", out var bytes)
        ? bytes.GetBytesFromBase64()
        : throw new InvalidDataException($"Node says: {result.GetProperty("error").GetString()}");

    private static async Task<List<JsonElement>> NodeAsync(List<Dictionary<string, string>> jobs)
    {
        using var output = new MemoryStream();
        var (code, errors) = await Tools.RunAsync(
            Tools.Node, [Path.Combine(Tools.Workshop, "hpke.mjs")], input => JsonSerializer.SerializeAsync(input, jobs), stream => stream.CopyToAsync(output));
        Assert.True(code == 0, errors);
        using var document = JsonDocument.Parse(output.ToArray());
        return [.. document.RootElement.EnumerateArray().Select(element => element.Clone())];
    }

    private sealed class Message(SeededRandom random, int size, bool isPsk)
    {
        private readonly byte[] info = random.Bytes(40);
        private readonly byte[] aad = random.Bytes(size % 700);
        private readonly byte[] psk = random.Bytes(32);
        private readonly byte[] pskId = Encoding.ASCII.GetBytes("e2cf0a3f9dc8c26d");

        public byte[] Plaintext { get; } = random.Bytes(size);

        public bool TryOpen(byte[] opened, X25519PrivateKey key, byte[] sealedBytes) =>
            isPsk ? Hpke.TryOpenPsk(opened, key, info, aad, sealedBytes, psk, pskId) : Hpke.TryOpen(opened, key, info, aad, sealedBytes);

        public byte[] Seal(byte[] publicKey, RandomFill fill)
        {
            var output = new byte[Plaintext.Length + Hpke.Overhead];
            if (isPsk)
            {
                Hpke.SealPsk(output, publicKey, info, aad, Plaintext, psk, pskId, fill);
            }
            else
            {
                Hpke.Seal(output, publicKey, info, aad, Plaintext, fill);
            }

            return output;
        }

        public Dictionary<string, string> Job(string operation, params (string Name, byte[] Value)[] more)
        {
            List<(string Name, byte[] Value)> fields = [("info", info), ("aad", aad), .. isPsk ? [("psk", psk), ("pskId", pskId)] : Array.Empty<(string, byte[])>(), .. more];
            var job = fields.ToDictionary(field => field.Name, field => Convert.ToBase64String(field.Value), StringComparer.Ordinal);
            job["operation"] = operation;
            return job;
        }
    }
}
