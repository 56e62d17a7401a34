using System.Text;

namespace Broker.Sealing.Tests.Support;

/// <summary>One broker instance, one depositor and one record, all from a seed.</summary>
internal sealed class DepositScene : IDisposable
{
    public DepositScene(string seed = "scene")
    {
        Random = new SeededRandom(seed);
        Depositor = AccountId.New(Random.Fill);
        Record = RecordId.New(Random.Fill);
        ManifestKey = Ed25519SigningKey.Generate(Random.Fill);
        EpochPrivateKey = X25519PrivateKey.Generate(Random.Fill);
        Epoch = new EpochKey(EpochId.New(Random.Fill), EpochPrivateKey.PublicKey);
        EnrolmentSecret = SecretKey.Generate(Random.Fill);
        SourceIdentity = X25519PrivateKey.Generate(Random.Fill);
    }

    public SeededRandom Random { get; }

    public Origin Origin { get; init; } = Origin.Parse("broker.example/test");

    public AccountId Depositor { get; init; }

    public RecordId Record { get; }

    public Ed25519SigningKey ManifestKey { get; }

    public X25519PrivateKey EpochPrivateKey { get; }

    public EpochKey Epoch { get; init; }

    public SecretKey EnrolmentSecret { get; }

    public X25519PrivateKey SourceIdentity { get; }

    public byte[] Caveats { get; init; } = Encoding.UTF8.GetBytes("caveats/1\ntier delegate\n");

    public byte[] Observation { get; init; } = Encoding.UTF8.GetBytes("observation/1\nkind test\n");

    public byte[] Source { get; init; } = Encoding.UTF8.GetBytes("a made-up source\n");

    public const string SignerName = "depositor";

    public DepositorKeys Keys => new(Depositor, ManifestKey.PublicKey, SignerName);

    public byte[]? EpochPublicKey(EpochId id) => id == Epoch.Id ? Epoch.PublicKey : null;

    public byte[] Seal() => DepositSealer.Seal(
        new SealRequest
        {
            Origin = Origin, Record = Record, Depositor = Depositor, Epoch = Epoch, ManifestKey = ManifestKey,
            SignerName = SignerName, EnrolmentSecret = EnrolmentSecret, Caveats = Caveats, Observation = Observation,
            SourcePlaintext = Source, SourceRecipients = [SourceIdentity.PublicKey],
        },
        Random.Fill);

    /// <summary>Everything that a silo does with a package: null when it takes it.</summary>
    public DepositRefusal? Receive(ReadOnlyMemory<byte> package, out byte[] observation)
    {
        observation = [];
        if (!DepositPackage.TryRead(package, out var parts, out var framing))
        {
            return framing;
        }

        if (DepositOpener.Check(parts, Origin, Keys, EpochPublicKey, out var head, out var headBytes) is { } refusal)
        {
            return refusal;
        }

        var scratch = new byte[parts.Observation.Length];
        var outcome = DepositOpener.OpenObservation(
            head!, headBytes.Span, parts.Observation.Span, EpochPrivateKey, EnrolmentSecret, scratch, out var range);
        if (outcome is null)
        {
            observation = scratch[range];
        }
        else
        {
            Assert.All(scratch, octet => Assert.Equal(0, octet));
        }

        return outcome;
    }

    public void Dispose()
    {
        ManifestKey.Dispose();
        EpochPrivateKey.Dispose();
        EnrolmentSecret.Dispose();
        SourceIdentity.Dispose();
    }
}
