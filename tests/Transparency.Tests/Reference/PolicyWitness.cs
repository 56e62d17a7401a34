using System.Security.Cryptography;
using System.Text;

namespace Broker.Transparency.Tests.Reference;

/// <summary>A witness of one log: its key (signatures as in <see cref="TestKey"/>) and what it cosigned last.</summary>
internal sealed class PolicyWitness
{
    internal PolicyWitness(string name, int number = 0)
    {
        Key = new CosignerKey(name, SHA256.HashData(Encoding.UTF8.GetBytes($"{name}/{number}")));
    }

    internal CosignerKey Key { get; }

    internal TreeHead Latest { get; private set; } = TreeHead.Empty;

    /// <summary>The lines of a policy that names these witnesses by their key names.</summary>
    internal static WitnessPolicy Policy(IEnumerable<PolicyWitness> witnesses, string rules)
    {
        var lines = string.Concat(witnesses.Select(witness => $"witness {witness.Key.Name} {witness.Key}\n"));
        Assert.True(WitnessPolicy.TryParse(Encoding.UTF8.GetBytes(lines + rules), out var policy, out var fault), fault.ToString());
        return policy;
    }

    /// <summary>Cosigns whatever it is given.</summary>
    internal string Cosign(string text, long time = 1) => Cosignature.Sign(text, Key, time, Sign);

    /// <summary>A line with these bytes for a cosignature, under any name and id.</summary>
    internal static string Line(string name, uint id, params byte[] cosignature)
    {
        var bytes = new byte[4];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes, id);
        return $"\u2014 {name} {Convert.ToBase64String([.. bytes, .. cosignature])}\n";
    }

    /// <summary>The 72 bytes of a line that was cosigned.</summary>
    internal byte[] Bytes(string text, long time = 1) => Convert.FromBase64String(Cosign(text, time).Split(' ')[2])[4..];

    /// <summary>Answers a request as the rules say: keeps and cosigns, or has only a status.</summary>
    internal int Answer(AddCheckpoint request, out string line)
    {
        var verdict = WitnessRules.Judge(request, MemoryLog.LogKey.Verifier, Latest);
        Latest = verdict.Checkpoint?.Head ?? Latest;
        line = verdict.Checkpoint is { } checkpoint ? Cosign(checkpoint.ToNoteText()) : "";
        return verdict.Status;
    }

    private void Sign(ReadOnlySpan<byte> message, Span<byte> signature) => HMACSHA512.HashData(Key.PublicKey, message, signature);
}
