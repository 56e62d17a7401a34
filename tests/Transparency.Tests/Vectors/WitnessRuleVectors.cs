using System.Text;
using System.Text.Json;
using Broker.Transparency.Tests.Reference;

namespace Broker.Transparency.Tests.Vectors;

/// <summary>Reads the forms about witnesses: an object with one list, whose name says what its cases are.</summary>
internal static class WitnessRuleVectors
{
    private const string Ok = "ok";

    private static readonly Dictionary<string, (string Good, Action<JsonElement> Run)> Forms = new(StringComparer.Ordinal)
    {
        ["cosignerKeys"] = (Ok, Key),
        ["cosignatures"] = (Ok, Answer),
        ["cosignedCheckpoints"] = (nameof(LogFault.None), Cosigned),
        ["witnessPolicies"] = (nameof(TrustFileFault.None), Policy),
        ["addCheckpoints"] = (Ok, Request),
        ["witnessSizes"] = (Ok, Size),
    };

    /// <summary>The cases of a file of such a form; null of any other.</summary>
    internal static IEnumerable<VectorCase>? Read(VectorFile file, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || root.EnumerateObject().Count() != 1)
        {
            return null;
        }

        var list = root.EnumerateObject().Single();
        if (list.Name == "witnessVerdicts")
        {
            return Cases(file, list.Value, entry => entry.Number("status") == 200, Verdict);
        }

        return Forms.TryGetValue(list.Name, out var form) ? Cases(file, list.Value, entry => entry.Text("expect") == form.Good, form.Run) : null;
    }

    private static IEnumerable<VectorCase> Cases(VectorFile file, JsonElement list, Func<JsonElement, bool> holds, Action<JsonElement> run) =>
        list.EnumerateArray().Select(entry => new VectorCase(
            $"{file.Label} {entry.Text("name")}", holds(entry) ? VectorKind.MustHold : VectorKind.MustFail, () => run(entry)));

    private static byte[] Utf8(JsonElement entry, string name) => Encoding.UTF8.GetBytes(entry.Text(name));

    private static IEnumerable<string?> Strings(JsonElement list) => list.EnumerateArray().Select(one => one.GetString());

    private static void Key(JsonElement vector)
    {
        Assert.Equal(vector.Text("expect") == Ok, CosignerKey.TryParse(vector.Text("text"), out var key));
        if (key is not null)
        {
            Assert.Equal(vector.Text("text"), key.ToString());
            Assert.Equal(vector.Text("id"), key.Id.ToString("x8", System.Globalization.CultureInfo.InvariantCulture));
            Assert.False(VerifierKey.TryParse(vector.Text("text"), out _));
        }
    }

    private static void Answer(JsonElement vector)
    {
        Assert.True(CosignerKey.TryParse(vector.Text("key"), out var key));
        var isTaken = Cosignature.TryTake(Utf8(vector, "answer"), vector.Text("text"), key, Ed25519Reference.Verify, out var line, out var time);
        Assert.Equal(vector.Text("expect") == Ok, isTaken);
        Assert.Equal(isTaken ? vector.Text("line") : null, line);
        Assert.True(!isTaken || vector.GetProperty("time").GetInt64() == time);
    }

    private static void Cosigned(JsonElement vector)
    {
        Assert.True(TrustFile.TryParse(Utf8(vector, "trust"), out var trust, out _));
        var log = CheckpointVerifier.Of(trust, Ed25519Reference.Verify);
        var note = Utf8(vector, "note");
        Assert.Equal(vector.Text("expect") == nameof(LogFault.None), log.TryOpen(note, out var checkpoint, out var fault));
        Assert.Equal((vector.Text("expect"), fault == LogFault.None), (fault.ToString(), checkpoint is not null));
        if (checkpoint is not null)
        {
            Assert.Equal(Strings(vector.GetProperty("cosigners")), log.Cosigners(note).Select(one => one.Witness.Name));
        }
    }

    private static void Policy(JsonElement vector)
    {
        Assert.Equal(vector.Text("expect") == nameof(TrustFileFault.None), WitnessPolicy.TryParse(Utf8(vector, "text"), out var policy, out var fault));
        Assert.Equal((vector.Text("expect"), fault == TrustFileFault.None), (fault.ToString(), policy is not null));
        if (policy is null)
        {
            return;
        }

        Assert.All(vector.GetProperty("met").EnumerateArray(), names => Assert.True(policy.IsMet(Strings(names).ToHashSet()!)));
        Assert.All(vector.GetProperty("unmet").EnumerateArray(), names => Assert.False(policy.IsMet(Strings(names).ToHashSet()!)));
        Assert.True(WitnessPolicy.TryParse(Encoding.UTF8.GetBytes(policy.Format()), out var again, out _));
        Assert.Equal(policy.Format(), again.Format());
    }

    private static void Request(JsonElement vector)
    {
        Assert.Equal(vector.Text("expect") == Ok, AddCheckpoint.TryParse(Utf8(vector, "body"), out var request));
        if (request is not null)
        {
            Assert.Equal(
                (vector.GetProperty("old").GetInt64(), vector.Number("hashes"), vector.GetProperty("origin").GetString()),
                (request.OldSize, request.Proof.Count, request.Origin));
            Assert.Equal(Utf8(vector, "body"), request.Format());
        }
    }

    private static void Size(JsonElement vector)
    {
        Assert.Equal(vector.Text("expect") == Ok, WitnessAnswer.TryParseSize(Utf8(vector, "body"), out var size));
        if (vector.Text("expect") == Ok)
        {
            Assert.Equal(vector.GetProperty("size").GetInt64(), size);
            Assert.Equal(Utf8(vector, "body"), WitnessAnswer.FormatSize(size));
        }
    }

    private static void Verdict(JsonElement vector)
    {
        Assert.True(VerifierKey.TryParse(vector.Text("log"), out var key));
        Assert.True(Hash32.TryParseBase64(vector.Text("root"), out var root));
        Assert.True(AddCheckpoint.TryParse(Utf8(vector, "body"), out var request));
        var latest = new TreeHead(vector.GetProperty("size").GetInt64(), root);

        var verdict = WitnessRules.Judge(request, new NoteVerifier(key, Ed25519Reference.Verify), latest);

        Assert.Equal((vector.Number("status"), verdict.Status == 200), (verdict.Status, verdict.Cosigns));
        Assert.True(verdict.Status != 409 || verdict.LatestSize == vector.GetProperty("told").GetInt64());
    }
}
