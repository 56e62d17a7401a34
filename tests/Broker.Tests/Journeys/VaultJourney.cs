using System.Net;
using System.Net.Sockets;
using Broker.Cli;
using Broker.Tests.Cli;

namespace Broker.Tests.Journeys;

/// <summary>A silo with custodians and its gateway as real processes, and the `broker` tool in the hands of everybody.</summary>
internal sealed class VaultJourney : IAsyncDisposable
{
    public const string Groups = "operators:2of3,auditors:1of3";
    private const string KeyMark = "silo key ";
    private const string OriginName = "broker.test";
    private const string ClockStart = "2012-12-31T00:00:00Z";

    private readonly TemporaryFolder folder = new();
    private readonly CommandRun broker = new(() => new SocketsHttpHandler(), TimeProvider.System);
    private readonly string parent = Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture);
    private JourneyHost silo = null!;
    private JourneyHost gateway = null!;
    private string identity = "";

    public string Url { get; } = $"http://localhost:{FreePort()}";

    /// <summary>What stands on the silo's console: the fingerprint that is read to custodians.</summary>
    public string Fingerprint
    {
        get
        {
            var start = silo.Output.LastIndexOf(KeyMark, StringComparison.Ordinal) + KeyMark.Length;
            return silo.Output[start..][..32];
        }
    }

    public string At(params string[] names) => folder.At(names);

    /// <summary>Makes operator and identity, starts silo and gateway; the vault is uninitialised.</summary>
    public static async Task<VaultJourney> StartAsync()
    {
        VaultJourney journey = new();
        await journey.broker.OkAsync("keys", "new", "--out", journey.At("operator"), "--name", "operator");
        await journey.broker.OkAsync(
            "identity", "new", "--out", journey.At("identity"), "--origin", OriginName, "--passphrase-file", journey.folder.Write("passphrase", "a passphrase of the journey\n"));
        journey.identity = (await journey.broker.OkAsync("identity", "show", journey.At("identity"))).Split('\n')[0]["public key ".Length..];
        await journey.StartSiloAsync();
        journey.gateway = JourneyHost.Start("Broker.Gateway", "--Gateway:Url", journey.Url, "--Gateway:SiloSocket", journey.At("run", "silo.sock"), "--Gateway:StopWithParent", journey.parent);
        return journey;
    }

    /// <summary>Starts the silo on its folder, however its last life ended.</summary>
    public async Task StartSiloAsync()
    {
        PrivateFile.CreateFolder(At("run"));
        var card = MemberCard.Read(At("operator", "member"));
        silo = JourneyHost.Start(
            "Broker.Silo", "--Silo:DataFolder", At("data"), "--Silo:Socket", At("run", "silo.sock"), "--Silo:Origin", OriginName,
            "--Silo:Environment", "Development", "--Silo:SelfUnseal", "false", "--Silo:SimulatedClock", ClockStart, "--Silo:Identity", identity,
            "--Silo:Operator", $"{card.Account}:{card.SigningKey}", "--Silo:StopWithParent", parent);
        await silo.LineAsync(KeyMark);
    }

    public async Task KillSiloAsync()
    {
        await silo.KillAsync();
        await silo.DisposeAsync();
    }

    public Task<(int Code, string Output, string Error)> RunAsync(params string[] args) => broker.RunAsync([.. args, "--gateway", Url]);

    public Task<string> OkAsync(params string[] args) => broker.OkAsync([.. args, "--gateway", Url]);

    public Task<string> OfflineAsync(params string[] args) => broker.OkAsync(args);

    /// <summary>A step that the operator signs.</summary>
    public Task<string> OperatorAsync(params string[] args) => OkAsync([.. args, "--operator", At("operator")]);

    /// <summary>Makes keys for custodians and says which place each has.</summary>
    public async Task<string[]> CustodiansAsync(string prefix, params string[] places)
    {
        List<string> arguments = [];
        foreach (var place in places)
        {
            var path = At(prefix + place.Replace('/', '-'));
            await broker.OkAsync("keys", "new", "--out", path, "--name", place);
            arguments.AddRange(["--custodian", $"{place}={Path.Combine(path, "member")}"]);
        }

        return [.. arguments];
    }

    /// <summary>A custodian gives its share from the folder of issued shares, opened with its own key.</summary>
    public Task<(int Code, string Output, string Error)> GiveAsync(string step, string shares, string prefix, string name, params string[] more) => RunAsync([
        "vault", step, "--share", At(shares, name + ".age"), "--member", At(prefix + name), "--silo-key", Fingerprint, .. more,
    ]);

    /// <summary>Gives shares of the first issue until the vault is open.</summary>
    public async Task UnsealAsync(string[] names, string shares = "shares", string prefix = "")
    {
        foreach (var name in names)
        {
            var (code, _, error) = await GiveAsync("unseal", shares, prefix, name);
            Assert.True(code == ExitCodes.Ok, $"{name}: {error}");
        }

        Assert.StartsWith("unsealed", await OkAsync("vault", "status"), StringComparison.Ordinal);
    }

    /// <summary>Seals the vault and waits for the key that stands on the console then; what the tool said.</summary>
    public async Task<string> SealAsync()
    {
        var before = Fingerprint;
        var output = await OperatorAsync("vault", "seal");
        for (var i = 0; i < 100 && Fingerprint == before; i++)
        {
            await Task.Delay(50);
        }

        Assert.NotEqual(before, Fingerprint);
        return output;
    }

    /// <summary>Signs the newest epoch's text offline and installs the note; the epoch's id.</summary>
    public async Task<string> SignAndInstallAsync(string text)
    {
        await OfflineAsync("identity", "sign", text, "--identity", At("identity"), "--out", text + ".note", "--passphrase-file", At("passphrase"));
        var output = await OperatorAsync("vault", "install", text + ".note");
        return output.TrimEnd('\n')[^8..];
    }

    public async Task EnrolAsync(string name, string role, string? called = null)
    {
        await OfflineAsync("keys", "new", "--out", At(name), "--name", called ?? name);
        await OperatorAsync("enrol", At(name, "member"), "--role", role, "--out", At(name + ".enrolment"));
        await OfflineAsync("keys", "accept", At(name + ".enrolment"), "--member", At(name));
    }

    public async Task ActivatePolicyAsync()
    {
        await EnrolAsync("officer-1", "policy-officer");
        await EnrolAsync("officer-2", "policy-officer");
        var file = Path.Combine(Repository.Root, "policies", "caf-2013.yaml");
        Assert.Contains("signed by 1 of two officers", await OkAsync("policy", "activate", file, "--member", At("officer-1")), StringComparison.Ordinal);
        Assert.Contains("so another officer must sign it", await OkAsync("policy", "status"), StringComparison.Ordinal);
        Assert.Contains("in force: `caf-2013`", await OkAsync("policy", "activate", file, "--member", At("officer-2")), StringComparison.Ordinal);
        Assert.Contains("signed by officer-1 and officer-2", await OkAsync("policy", "status"), StringComparison.Ordinal);
        Assert.Contains("0 requests written", await OkAsync("policy", "requests", "--member", At("officer-1"), "--out", At("requests.jsonl")), StringComparison.Ordinal);
    }

    /// <summary>The depositor deposits its office's rows of the sample.</summary>
    public Task<(int Code, string Output, string Error)> DepositAsync(string name) => RunAsync("import-ged", Repository.Sample("ged-car-2012-2014.csv"), "--folder", At(name));

    public async Task<HttpStatusCode> StatusOfAsync(string path)
    {
        using HttpClient http = new();
        using var answer = await http.GetAsync(new Uri(Url + path));
        return answer.StatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        await gateway.DisposeAsync();
        await silo.DisposeAsync();
        folder.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
