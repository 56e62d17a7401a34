using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Broker.Cli;
using Broker.DisclosureControl;
using Broker.Tests.Cli;

namespace Broker.Tests.Journeys;

/// <summary>A silo that publishes nothing without a witness, its gateway, and the witness of an auditor's office, as real processes.</summary>
internal sealed class WitnessJourney : IAsyncDisposable
{
    public const string Witness = "auditors-office.test/1";
    private const string OriginName = "broker.test";
    private const string ClockStart = "2012-12-31T00:00:00Z";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly TemporaryFolder folder = new();
    private readonly HttpClient http;
    private readonly string witnessUrl = $"http://127.0.0.1:{FreePort()}";
    private JourneyHost? silo;
    private JourneyHost? gateway;
    private JourneyHost? witness;

    private WitnessJourney() => http = new HttpClient { BaseAddress = new Uri(Url) };

    public string Url { get; } = $"http://localhost:{FreePort()}";

    /// <summary>The tool, as everybody here uses it.</summary>
    public CommandRun Broker { get; } = new(() => new SocketsHttpHandler(), TimeProvider.System);

    /// <summary>The tool in the hands of someone who does not wait a minute.</summary>
    public CommandRun Impatient { get; } = new(() => new SocketsHttpHandler(), new ImpatientTime());

    public string At(params string[] names) => folder.At(names);

    /// <summary>Starts silo and gateway with a policy that asks for the witness, which does not run yet.</summary>
    public static async Task<WitnessJourney> StartAsync()
    {
        WitnessJourney journey = new();
        await journey.Broker.OkAsync("keys", "new", "--out", journey.At("operator"), "--name", "operator");
        var printed = await journey.Broker.OkAsync("witness", "new", "--name", Witness, "--out", journey.At("witness"), "--url", journey.witnessUrl);
        var lines = printed.Split('\n').Where(line => line.StartsWith("witness ", StringComparison.Ordinal) || line.StartsWith("quorum ", StringComparison.Ordinal));
        var policy = journey.folder.Write("witnesses", string.Concat(lines.Select(line => line + "\n")));
        PrivateFile.CreateFolder(journey.At("run"));
        var card = MemberCard.Read(journey.At("operator", "member"));
        var parent = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        journey.silo = JourneyHost.Start(
            "Broker.Silo", "--Silo:DataFolder", journey.At("data"), "--Silo:Socket", journey.At("run", "silo.sock"), "--Silo:Origin", OriginName,
            "--Silo:Environment", "Development", "--Silo:SimulatedClock", ClockStart, "--Silo:Witnesses", policy,
            "--Silo:Operator", $"{card.Account}:{card.SigningKey}", "--Silo:StopWithParent", parent);
        journey.gateway = JourneyHost.Start("Broker.Gateway", "--Gateway:Url", journey.Url, "--Gateway:SiloSocket", journey.At("run", "silo.sock"), "--Gateway:StopWithParent", parent);
        await journey.UntilAsync(async () => await journey.StatusOfAsync("/readyz") == HttpStatusCode.OK);
        await File.WriteAllBytesAsync(journey.At("trust"), await journey.http.GetByteArrayAsync(new Uri("/keys/trust", UriKind.Relative)));
        return journey;
    }

    /// <summary>Starts the witness on its own memory, however its last life ended.</summary>
    public async Task StartWitnessAsync()
    {
        witness = JourneyHost.StartTool("witness", "serve", "--key", At("witness"), "--log", At("trust"), "--url", witnessUrl, "--stop-with-input");
        await witness.LineAsync("listens at");
    }

    public async Task KillWitnessAsync()
    {
        await witness!.KillAsync();
        await witness.DisposeAsync();
        witness = null;
    }

    /// <summary>Enrols officers and a delegate, puts the policy in force and closes the first block.</summary>
    public async Task ReleaseFirstBlockAsync()
    {
        await EnrolAsync("officer-1", "policy-officer");
        await EnrolAsync("officer-2", "policy-officer");
        await EnrolAsync("delegate", "requester", "--state", "LUX", "--affiliation", "delegate");
        var file = Path.Combine(Repository.Root, "policies", "caf-2013.yaml");
        await Broker.OkAsync("policy", "activate", file, "--member", At("officer-1"), "--gateway", Url);
        await Broker.OkAsync("policy", "activate", file, "--member", At("officer-2"), "--gateway", Url);
        var block = FourWeekCalendar.Parse("2013-01");
        foreach (var time in new[] { new DateTimeOffset(block.End, TimeOnly.MinValue, TimeSpan.Zero), block.FinalCutOff, block.FinalCutOff.AddDays(3) })
        {
            var to = time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            await Broker.OkAsync("calendar", "advance", "--to", to, "--operator", At("operator"), "--gateway", Url);
        }
    }

    /// <summary>The delegate asks for the first block's briefing.</summary>
    public Task<(int Code, string Output, string Error)> AskAsync(CommandRun tool, string output, params string[] more) => tool.RunAsync([
        "briefing", "get", "--member", At("delegate"), "--period", "2013-01", "--tier", "elected-member", "--purpose", "council-briefing", "--out", At(output), "--gateway", Url, .. more,
    ]);

    /// <summary>The member <c>log</c> of the status page's JSON.</summary>
    public async Task<JsonElement> LogAsync() =>
        JsonDocument.Parse(await http.GetByteArrayAsync(new Uri("/status", UriKind.Relative))).RootElement.GetProperty("log");

    public async Task<string> PageAsync(string path)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("text/html");
        using var answer = await http.SendAsync(request);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }

    public async Task<HttpStatusCode> StatusOfAsync(string path)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return HttpStatusCode.ServiceUnavailable;
        }
    }

    /// <summary>Waits until everything that is signed is published.</summary>
    public Task CaughtUpAsync() => UntilAsync(async () =>
    {
        var log = await LogAsync();
        return log.GetProperty("published").GetInt64() == log.GetProperty("signed").GetInt64() && !log.TryGetProperty("waitingSince", out _);
    });

    public async Task UntilAsync(Func<Task<bool>> holds)
    {
        using CancellationTokenSource late = new(Patience);
        while (!await holds())
        {
            Assert.False(late.IsCancellationRequested, $"silo: {silo?.Output}gateway: {gateway?.Output}witness: {witness?.Output}");
            await Task.Delay(100);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in new[] { gateway, silo, witness })
        {
            await (host?.DisposeAsync() ?? ValueTask.CompletedTask);
        }

        http.Dispose();
        folder.Dispose();
    }

    private async Task EnrolAsync(string name, string role, params string[] more)
    {
        await Broker.OkAsync("keys", "new", "--out", At(name), "--name", name);
        await Broker.OkAsync(["enrol", At(name, "member"), "--role", role, "--out", At(name + ".enrolment"), "--operator", At("operator"), "--gateway", Url, .. more]);
        await Broker.OkAsync("keys", "accept", At(name + ".enrolment"), "--member", At(name));
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
