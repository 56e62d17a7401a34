using System.Globalization;
using System.Text;
using Broker.Contracts;
using Broker.Sealing;
using Broker.Transparency;

namespace Broker.Tests.Silo.Publishing;

/// <summary>A witness in the test's process: the rules of the real one over a head in memory.</summary>
internal sealed class TestWitness : IDisposable
{
    private readonly Ed25519SigningKey key = Ed25519SigningKey.FromSeed(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));
    private TreeHead latest = TreeHead.Empty;
    private long time = 1_700_000_000;

    public TestWitness(string name)
    {
        Name = name;
        Cosigner = new CosignerKey($"{name}.example", key.PublicKey);
    }

    public string Name { get; }

    public CosignerKey Cosigner { get; }

    public string Url => $"http://{Name}.invalid/w";

    public string PolicyLine => $"witness {Name} {Cosigner} {Url}\n";

    /// <summary>What it cosigned last.</summary>
    public TreeHead Latest => latest;

    /// <summary>False makes it give no answer.</summary>
    public bool Answers { get; set; } = true;

    /// <summary>Every checkpoint that it cosigned, in order.</summary>
    public List<TreeHead> Cosigned { get; } = [];

    public WitnessReply Take(WitnessErrand errand, NoteVerifier log)
    {
        Assert.Equal((Name, Url), (errand.Witness, errand.Url));
        if (!Answers)
        {
            return new WitnessReply(Name, 0, []);
        }

        Assert.True(AddCheckpoint.TryParse(errand.Body, out AddCheckpoint? request));
        WitnessVerdict verdict = WitnessRules.Judge(request, log, latest);
        if (verdict.Status != 200)
        {
            return new WitnessReply(Name, verdict.Status, verdict.Status == 409 ? Encoding.ASCII.GetBytes(latest.Size.ToString(CultureInfo.InvariantCulture) + "\n") : []);
        }

        Assert.True(Checkpoint.TryOpen(request.Checkpoint.Span, log, out Checkpoint? checkpoint, out _));
        latest = checkpoint.Head;
        Cosigned.Add(latest);
        return new WitnessReply(Name, 200, Encoding.UTF8.GetBytes(Sign(checkpoint.ToNoteText())));
    }

    /// <summary>A cosignature of any text.</summary>
    public string Sign(string text) => Cosignature.Sign(text, Cosigner, time++, (message, signature) => key.Sign(message, signature));

    public void Dispose() => key.Dispose();
}
