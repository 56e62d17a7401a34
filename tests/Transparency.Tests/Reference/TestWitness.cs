using System.Security.Cryptography;
using System.Text;

namespace Broker.Transparency.Tests.Reference;

/// <summary>A witness of one log with the signatures of <see cref="TestKey"/>; it judges by the product's rules and keeps what it cosigned.</summary>
internal sealed class TestWitness(string name)
{
    internal const long FirstTime = 1_679_315_147;

    private long time = FirstTime;

    internal CosignerKey Key { get; } = new(name, SHA256.HashData(Encoding.UTF8.GetBytes(name)));

    /// <summary>What it cosigned last.</summary>
    internal TreeHead Latest { get; private set; } = TreeHead.Empty;

    internal Witness Known => new(name, Key, null);

    /// <summary>The signature line over any text: what the holder of the key could sign if it wanted to.</summary>
    internal string Cosign(string checkpointText, long at) => Cosignature.Sign(
        checkpointText, Key, at, (message, signature) => HMACSHA512.HashData(Key.PublicKey, message, signature));

    /// <summary>Its answer to a request: the line when it cosigns, else empty.</summary>
    internal string Ask(AddCheckpoint request, TestKey log)
    {
        var verdict = WitnessRules.Judge(request, log.Verifier, Latest);
        if (verdict.Checkpoint is not { } checkpoint)
        {
            return "";
        }

        Latest = checkpoint.Head;
        return Cosign(checkpoint.ToNoteText(), time++);
    }

    /// <summary>A log that needs a group's threshold of these witnesses.</summary>
    internal static CheckpointVerifier Quorum(TestKey log, int threshold, params IReadOnlyList<TestWitness> witnesses)
    {
        var text = new StringBuilder();
        foreach (var witness in witnesses)
        {
            text.Append("witness ").Append(witness.Known.Name).Append(' ').Append(witness.Key).Append('\n');
        }

        text.Append("group offices ").Append(threshold).Append(' ').AppendJoin(' ', witnesses.Select(one => one.Known.Name)).Append("\nquorum offices\n");
        Assert.True(WitnessPolicy.TryParse(Encoding.UTF8.GetBytes(text.ToString()), out var policy, out var fault), fault.ToString());
        return new CheckpointVerifier(log.Key, policy, TestKey.Verify);
    }
}
