using Broker.Cli;
using Broker.Sealing;
using Broker.Transparency;
using Spectre.Console;

namespace Broker.Tests.Cli;

/// <summary>A broker's keys and one enrolled depositor, without a broker.</summary>
internal sealed class TestMember : IDisposable
{
    public const string OriginName = "broker.test";

    private readonly CounterRandom random;
    private readonly TemporaryFolder folder = new();

    public TestMember(int seed = 1)
    {
        random = new CounterRandom(seed);
        Log = Ed25519SigningKey.Generate(random.Fill);
        Identity = Ed25519SigningKey.Generate(random.Fill);
        EpochPrivate = X25519PrivateKey.Generate(random.Fill);
        Epoch = new EpochKey(EpochId.New(random.Fill), EpochPrivate.PublicKey);
        Trust = new TrustFile(new VerifierKey(OriginName, Log.PublicKey), new VerifierKey(OriginName + "/identity", Identity.PublicKey), WitnessPolicy.None);
        Folder = new MemberFolder(folder.At("member"));
        Card = MemberFolder.Create(Folder.Path, "test organisation", random.Fill);
        Folder.Accept(MakeEnrolment());
    }

    public Ed25519SigningKey Log { get; }

    public Ed25519SigningKey Identity { get; }

    public X25519PrivateKey EpochPrivate { get; }

    public EpochKey Epoch { get; }

    public TrustFile Trust { get; }

    public MemberFolder Folder { get; }

    public MemberCard Card { get; }

    public Origin Origin { get; } = Origin.Parse(OriginName);

    public void Fill(Span<byte> buffer) => random.Fill(buffer);

    public Enrolment MakeEnrolment()
    {
        var secret = new byte[SecretKey.Size];
        random.Fill(secret);
        var sealedSecret = new byte[secret.Length + Hpke.Overhead];
        Hpke.Seal(sealedSecret, Convert.FromHexString(Card.SealingKey), Enrolment.SecretInfo(Origin, Card.Account), [], secret, random.Fill);
        return new Enrolment(Origin, Card.Account, EnrolmentDesk.Depositor, Trust, sealedSecret);
    }

    public CommandContext Context(TimeProvider clock, HttpMessageHandler handler) => new(
        clock, random.Fill, AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) }), () => handler);

    public void Dispose()
    {
        Log.Dispose();
        Identity.Dispose();
        EpochPrivate.Dispose();
        folder.Dispose();
    }
}
