using System.Globalization;
using System.Text;
using Broker.Cli;
using Broker.Sealing;
using Broker.Tests.Cli;
using Broker.Transparency;

namespace Broker.Tests.Witnessing;

/// <summary>A log's operator who can write any history, and a witness's files.</summary>
internal sealed class WitnessScene : IDisposable
{
    public const string Origin = "broker.example/log";
    private readonly TemporaryFolder folder = new();
    private readonly Ed25519SigningKey signing;

    public WitnessScene()
    {
        CounterRandom random = new(33);
        signing = Ed25519SigningKey.Generate(random.Fill);
        Log = new VerifierKey(Origin, signing.PublicKey);
        Trust = folder.At("trust");
        File.WriteAllBytes(Trust, TrustBytes(Log));
        KeyFile = folder.At("key");
        WitnessFolder.Create(State);
        Key = WitnessKey.Create(KeyFile, "witness.example/1", random.Fill);
    }

    public static DateTimeOffset Now { get; } = new(2014, 2, 1, 0, 0, 0, TimeSpan.Zero);

    public VerifierKey Log { get; }

    public string Trust { get; }

    public string KeyFile { get; }

    public string State => WitnessFolder.FolderOf(KeyFile);

    public WitnessKey Key { get; }

    /// <summary>The history that the witness is shown first.</summary>
    public WitnessHistory Honest { get; } = new("honest", int.MaxValue);

    /// <summary>One that differs from it behind the 20th entry.</summary>
    public WitnessHistory Forked { get; } = new("forked", 20);

    public string CheckpointFile => Path.Combine(State, WitnessLogFile.HashOf(Origin) + ".checkpoint");

    public string ForkFile => Path.Combine(State, WitnessLogFile.HashOf(Origin) + ".fork");

    public static byte[] TrustBytes(VerifierKey log) => Encoding.UTF8.GetBytes($"log {log}\nquorum none\n");

    public string At(string name) => folder.At(name);

    public WitnessFolder Open(DurableWrite? write = null) => WitnessFolder.Open(State, Key, [Log], write ?? DurableFile.Write);

    /// <summary>A checkpoint of a history, with the log's signature.</summary>
    public byte[] Checkpoint(WitnessHistory history, int size) => new Checkpoint(Origin, history.Head(size)).Sign(new NoteSigner(Log, signing.Sign));

    /// <summary>What an honest courier would send of a history.</summary>
    public AddCheckpoint Request(WitnessHistory history, int oldSize, int size) => new(oldSize, history.Proof(oldSize, size), Checkpoint(history, size));

    /// <summary>The time of an answer's cosignature over a checkpoint; null when it holds none.</summary>
    public long? TimeOf(string answer, byte[] checkpoint)
        => Cosignature.TryTake(Encoding.UTF8.GetBytes(answer), WitnessedNote.TextOf(checkpoint), Key.Key, Ed25519.Verify, out _, out var time) ? time : null;

    /// <summary>The size in a note.</summary>
    public static int SizeOf(ReadOnlySpan<byte> note) => int.Parse(Encoding.UTF8.GetString(note).Split('\n')[1], CultureInfo.InvariantCulture);

    public void Dispose()
    {
        Key.Dispose();
        signing.Dispose();
        folder.Dispose();
    }
}
