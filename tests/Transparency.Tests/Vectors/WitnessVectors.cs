using System.Text;
using System.Text.Json;
using Broker.Transparency.Tests.Reference;

namespace Broker.Transparency.Tests.Vectors;

/// <summary>Reads the forms of the witness family, told apart by their members: checkpoints with cosignatures, bodies of add-checkpoint, cosigner keys.</summary>
internal static class WitnessVectors
{
    private const string Ok = "ok";

    public static IEnumerable<VectorCase> Read(VectorFile file) => WitnessRuleVectors.Read(file, file.Json()) ?? ReadList(file);

    private static IEnumerable<VectorCase> ReadList(VectorFile file)
    {
        foreach (var entry in file.Json().EnumerateArray())
        {
            var isNote = entry.TryGetProperty("note", out _);
            var holds = isNote ? Enum.Parse<LogFault>(entry.Text("expect")) == LogFault.None : entry.Text("expect") switch
            {
                Ok => true,
                "malformed" => false,
                var other => throw new FormatException($"the outcome `{other}` is not known"),
            };
            Action<JsonElement> run = isNote ? CosignedCheckpoint : entry.TryGetProperty("body", out _) ? Request : Key;
            yield return new VectorCase($"{file.Label} {entry.Text("name")}", holds ? VectorKind.MustHold : VectorKind.MustFail, () => run(entry));
        }
    }

    private static void CosignedCheckpoint(JsonElement vector)
    {
        Assert.True(TrustFile.TryParse(Encoding.UTF8.GetBytes(vector.Text("trust")), out var trust, out var malformed), malformed.ToString());
        var note = Encoding.UTF8.GetBytes(vector.Text("note"));
        var log = CheckpointVerifier.Of(trust, Ed25519Reference.Verify);
        var expected = Enum.Parse<LogFault>(vector.Text("expect"));

        var isOpen = log.TryOpen(note, out var checkpoint, out var fault);

        Assert.Equal((expected, expected == LogFault.None), (fault, isOpen));
        Assert.Equal(isOpen, checkpoint is not null);
        if (isOpen)
        {
            var times = vector.GetProperty("times").EnumerateObject().Select(one => (one.Name, one.Value.GetInt64()));
            Assert.Equal(times, log.Cosigners(note).Select(one => (one.Witness.Name, one.Time)));
            Assert.Equal(trust.Log.Name, checkpoint!.Origin);
        }
    }

    private static void Request(JsonElement vector)
    {
        var body = Encoding.UTF8.GetBytes(vector.Text("body"));
        Assert.Equal(vector.Text("expect") == Ok, AddCheckpoint.TryParse(body, out var request));
        if (request is not null)
        {
            Assert.Equal((vector.GetProperty("old").GetInt64(), vector.Number("hashes")), (request.OldSize, request.Proof.Count));
            Assert.Equal(vector.Text("origin"), request.Origin);
            Assert.Equal(body, request.Format());
        }
    }

    private static void Key(JsonElement vector)
    {
        Assert.Equal(vector.Text("expect") == Ok, CosignerKey.TryParse(vector.Text("key"), out var key));
        if (key is not null)
        {
            Assert.Equal(vector.Text("key"), key.ToString());
        }
    }
}
