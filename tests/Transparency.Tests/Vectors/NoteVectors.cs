using System.Text;
using System.Text.Json;
using Broker.Transparency.Tests.Reference;

namespace Broker.Transparency.Tests.Vectors;

/// <summary>Reads the forms of the note family, told apart by their content: signed-note.json, tlog-proof-parse.json and this project's own lists.</summary>
internal static class NoteVectors
{
    private const string Ok = "ok";

    public static IEnumerable<VectorCase> Read(VectorFile file)
    {
        var root = file.Json();
        if (root.ValueKind == JsonValueKind.Object)
        {
            return SignedNotes(file, root);
        }

        var entries = root.EnumerateArray().ToList();
        if (entries.TrueForAll(entry => entry.TryGetProperty("ok", out _)))
        {
            return entries.Select((entry, i) => new VectorCase($"{file.Label} #{i}", KindOf(entry.GetProperty("ok").GetBoolean()), () => PublishedProof(entry)));
        }

        return entries.Select(entry => Named(file, entry, RunnerOf(entries)));
    }

    private static VectorKind KindOf(bool holds) => holds ? VectorKind.MustHold : VectorKind.MustFail;

    private static Action<JsonElement> RunnerOf(List<JsonElement> entries)
    {
        if (entries.TrueForAll(entry => Enum.TryParse<TrustFileFault>(entry.Text("expect"), out _)))
        {
            return TrustFileText;
        }

        return entries.Exists(entry => entry.Text("text").StartsWith("c2sp.org/tlog-proof@v1\n", StringComparison.Ordinal)) ? Proof : Key;
    }

    private static VectorCase Named(VectorFile file, JsonElement entry, Action<JsonElement> run) => new(
        $"{file.Label} {entry.Text("name")}", KindOf(entry.Text("expect") is Ok or nameof(TrustFileFault.None)), () => run(entry));

    private static IEnumerable<VectorCase> SignedNotes(VectorFile file, JsonElement root)
    {
        foreach (var entry in root.GetProperty("notes").EnumerateArray())
        {
            yield return new VectorCase($"{file.Label} {entry.Text("name")}", KindOf(entry.Text("expect") == Ok), () => Note(entry));
        }

        var number = 0;
        foreach (var bad in root.TryGetProperty("bad_vkeys", out var list) ? list.EnumerateArray().ToList() : [])
        {
            yield return new VectorCase($"{file.Label} bad key #{number++}", VectorKind.MustFail, () => Assert.False(VerifierKey.TryParse(bad.GetString(), out _)));
        }

        if (root.TryGetProperty("signed", out _))
        {
            yield return new VectorCase($"{file.Label} signed", VectorKind.MustHold, () => Sign(root));
        }
    }

    private static void Note(JsonElement vector)
    {
        var trusted = vector.GetProperty("vkeys").EnumerateArray().Select(v => Verifier(v.GetString()!)).ToList();
        var expected = vector.Text("expect") switch
        {
            Ok => NoteFault.None,
            "malformed" => NoteFault.Malformed,
            "no-verifiable-signature" => NoteFault.NoTrustedSignature,
            "invalid-signature" => NoteFault.InvalidSignature,
            var other => throw new FormatException($"the outcome `{other}` is not known"),
        };

        var isOpen = SignedNote.TryOpen(vector.GetProperty("note_b64").GetBytesFromBase64(), trusted, out var note, out var fault);

        Assert.Equal((expected == NoteFault.None, expected), (isOpen, fault));
        Assert.Equal(isOpen, note is not null);
        if (note is not null)
        {
            Assert.Equal(vector.GetProperty("verified").EnumerateArray().Select(v => v.GetString()), note.SignedBy.Select(k => k.Name));
        }
    }

    private static NoteVerifier Verifier(string text)
    {
        Assert.True(VerifierKey.TryParse(text, out var key));
        Assert.Equal(text, key.ToString());
        return new NoteVerifier(key, Ed25519Reference.Verify);
    }

    private static void Sign(JsonElement vector)
    {
        // PRIVATE+KEY+name+id+base64(0x01 || seed)
        var parts = vector.Text("skey_for_deterministic_sign").Split('+', 5);
        var seed = Convert.FromBase64String(parts[4])[1..];
        var key = new VerifierKey(parts[2], Ed25519Reference.PublicKey(seed));
        var signer = new NoteSigner(key, (message, signature) => Ed25519Reference.Sign(seed, message).CopyTo(signature));

        var note = SignedNote.Sign(vector.Text("text"), signer);

        Assert.Equal(parts[3], key.Id.ToString("x8", System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(vector.Text("signed"), Encoding.UTF8.GetString(note));
    }

    private static void PublishedProof(JsonElement vector)
    {
        var file = Encoding.UTF8.GetBytes(vector.Text("text"));
        Assert.Equal(vector.GetProperty("ok").GetBoolean(), TlogProof.TryParse(file, out var proof));
        if (proof is not null)
        {
            Assert.Equal(vector.GetProperty("index").GetInt64(), proof.Index);
            Assert.Equal(vector.Number("hashes"), proof.Hashes.Count);
            Assert.Equal(vector.GetProperty("extra").GetString(), proof.Extra is { } e ? Encoding.UTF8.GetString(e.Span) : null);
            Assert.Equal(file, proof.Format());
        }
    }

    private static void Proof(JsonElement vector)
    {
        var file = Encoding.UTF8.GetBytes(vector.Text("text"));
        Assert.Equal(vector.Text("expect") == Ok, TlogProof.TryParse(file, out var proof));
        if (proof is not null)
        {
            Assert.Equal(file, proof.Format());
        }
    }

    private static void Key(JsonElement vector)
    {
        Assert.Equal(vector.Text("expect") == Ok, VerifierKey.TryParse(vector.Text("text"), out var key));
        if (key is not null)
        {
            Assert.Equal(vector.Text("text"), key.ToString());
        }
    }

    private static void TrustFileText(JsonElement vector)
    {
        var expected = Enum.Parse<TrustFileFault>(vector.Text("expect"));
        var isOk = TrustFile.TryParse(Encoding.UTF8.GetBytes(vector.Text("text")), out var trust, out var fault);
        Assert.Equal(expected, fault);
        Assert.Equal((expected == TrustFileFault.None, isOk), (isOk, trust is not null));
    }
}
