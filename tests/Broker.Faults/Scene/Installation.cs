using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Broker.Cli;
using Broker.Policy;
using Broker.Sealing;
using Spectre.Console;

namespace Broker.Faults.Scene;

/// <summary>A broker in a folder of its own: silo and gateway as real processes, its members with their tools' folders.</summary>
internal sealed partial class Installation : IAsyncDisposable
{
    /// <summary>Where the simulated calendar stands; every deposit counts for this day.</summary>
    public const string ClockStart = "2013-01-14T00:00:00Z";

    public const string Origin = "broker.localhost";

    private const string Country = "CAF";

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);

    private readonly string socketFolder;
    private readonly string url;
    private readonly GatewayClient client;
    private BrokerProcess? silo;
    private BrokerProcess? gateway;

    private Installation(string root, string dataFolder)
    {
        Root = root;
        DataFolder = dataFolder;
        socketFolder = Directory.CreateTempSubdirectory("broker-faults-").FullName;
        url = string.Create(CultureInfo.InvariantCulture, $"http://localhost:{DemoHosts.FreePort()}");
        var context = new CommandContext(TimeProvider.System, RandomNumberGenerator.Fill, AnsiConsole.Console, () => new SocketsHttpHandler());
        client = new GatewayClient(context, new Uri(url));
    }

    public string Root { get; }

    /// <summary>What a power cut or a full disk does its work on.</summary>
    public string DataFolder { get; }

    public Uri Url => new(url);

    public GatewayClient Client => client;

    public BrokerProcess Silo => silo!;

    public BrokerProcess Gateway => gateway!;

    /// <summary>The operator, whose key the silo is told at each start.</summary>
    public Member Operator { get; private set; } = null!;

    public IReadOnlyList<Member> Depositors { get; private set; } = [];

    /// <summary>The key that depositors seal to.</summary>
    public EpochKey Epoch { get; private set; } = null!;

    /// <summary>Prepares folders and the operator's keys; nothing runs yet.</summary>
    /// <param name="root">Made anew.</param>
    /// <param name="dataFolder">The silo's data folder; null: below the root.</param>
    /// <param name="database">Connection string of a database in the place of the embedded store.</param>
    public static Installation Prepare(string root, string? dataFolder = null, string database = "")
    {
        if (Directory.Exists(root))
        {
            Directory.Delete(root, recursive: true);
        }

        Directory.CreateDirectory(root);
        var made = new Installation(root, dataFolder ?? Path.Combine(root, "data")) { Database = database };
        made.Operator = made.NewMember("operator").Open();
        return made;
    }

    /// <summary>Starts the silo, under a tool when one is named (`strace …`), and does not wait for it.</summary>
    public void StartSilo(params string[] tool)
    {
        File.Delete(Socket); // what a killed silo left behind is no sign of this one
        silo?.Dispose();
        silo = BrokerProcess.Start(
            Path.Combine(Root, "silo.out"),
            [
                .. tool, HostFiles.Find(null, "Broker.Silo"), "--Silo:DataFolder", DataFolder, "--Silo:Socket", Socket, "--Silo:Origin", Origin,
                "--Silo:Environment", "Development", "--Silo:SimulatedClock", ClockStart, "--Silo:Operator", $"{Operator.Account}:{Operator.Card.SigningKey}",
                .. Database.Length > 0 ? new[] { "--Silo:Postgres", Database } : [],
            ]);
    }

    /// <summary>Waits until the silo that was started has made its socket.</summary>
    public async Task ListensAsync()
    {
        while (!File.Exists(Socket) && !Silo.HasExited)
        {
            await Task.Delay(Look);
        }
    }

    public void StartGateway() => gateway = BrokerProcess.Start(
        Path.Combine(Root, "gateway.out"), [HostFiles.Find(null, "Broker.Gateway"), "--Gateway:Url", url, "--Gateway:SiloSocket", Socket]);

    /// <summary>Enrols the depositors and puts the sample policy in force, each step through the gateway as the tools do it.</summary>
    public async Task SetUpAsync(int depositors)
    {
        await ReadyAsync();
        var desk = new EnrolmentDesk(client, Operator);
        using Member first = await EnrolAsync(desk, "officer-1", "policy-officer");
        using Member second = await EnrolAsync(desk, "officer-2", "policy-officer");
        string file = Path.Combine(RepositoryRoot(), "policies", "caf-2013.yaml");
        byte[] yaml = await File.ReadAllBytesAsync(file);
        SharingPolicy policy = SharingPolicyReader.Read(yaml, file).Policy ?? throw new InvalidDataException("the sample policy does not read");
        foreach (Member officer in new[] { first, second })
        {
            _ = await new PolicyDesk(client, officer).ActivateAsync(policy, yaml, _ => { }, CancellationToken.None);
        }

        var made = new List<Member>();
        for (int i = 0; i < depositors; i++)
        {
            made.Add(await EnrolAsync(desk, string.Create(CultureInfo.InvariantCulture, $"organisation-{i}"), EnrolmentDesk.Depositor));
        }

        Depositors = made;
        Epoch = await EpochKeyDesk.FetchAsync(client, made[0], CancellationToken.None);
    }

    /// <summary>Waits until the gateway says that the silo behind it is ready.</summary>
    public async Task ReadyAsync()
    {
        GatewayAnswer answer = await client.GetAsync("/readyz", CancellationToken.None);
        if (!answer.IsOk)
        {
            throw new InvalidOperationException("the broker does not become ready");
        }
    }

    /// <summary>Enrols one more member, with the state and the affiliation that a requester has.</summary>
    public Task<Member> EnrolAsync(string name, string role, string? state, string? affiliation) =>
        EnrolAsync(new EnrolmentDesk(client, Operator), name, role, state, affiliation);

    /// <summary>Connection string of the database that takes the place of the embedded store; empty for none.</summary>
    public string Database { get; init; } = "";

    /// <summary>Seals records of a member on its own machine.</summary>
    public RecordSealer SealerOf(Member member) => new(member, Epoch, Country, RandomNumberGenerator.Fill);

    public async ValueTask DisposeAsync()
    {
        if (gateway is not null)
        {
            await gateway.KillAsync();
            gateway.Dispose();
        }

        silo?.Dispose();
        client.Dispose();
        Operator.Dispose();
        foreach (Member member in Depositors)
        {
            member.Dispose();
        }

        Directory.Delete(socketFolder, recursive: true);
    }

    private string Socket => Path.Combine(socketFolder, "silo.sock");

    private async Task<Member> EnrolAsync(EnrolmentDesk desk, string name, string role, string? state = null, string? affiliation = null)
    {
        MemberFolder folder = NewMember(name);
        folder.Accept(await desk.EnrolAsync(MemberCard.Read(folder.CardFile), role, state, affiliation, [], CancellationToken.None));
        return folder.Open();
    }

    private MemberFolder NewMember(string name)
    {
        string path = Path.Combine(Root, "people", name);
        MemberFolder.Create(path, name, RandomNumberGenerator.Fill);
        return new MemberFolder(path);
    }

    private static string RepositoryRoot()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Broker.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("this program does not stand in the tree's build output");
        }

        return folder;
    }
}
