using Broker.Cli;

namespace Broker.Tests.Cli;

/// <summary>The tool in front of a gateway that keeps a vault, with folders for everybody.</summary>
internal sealed class VaultBench : IDisposable
{
    public const string Gateway = "http://localhost:5080";
    public const string Groups = "operators:2of3,auditors:1of3";

    public VaultBench() => Broker = new CommandRun(Connect);

    public TemporaryFolder Folder { get; } = new();

    public FakeVaultSilo Silo { get; } = new();

    public CommandRun Broker { get; }

    public HttpMessageHandler Connect() => new Unowned(Silo);

    public void Dispose()
    {
        Silo.SiloKey.Dispose();
        Silo.Dispose();
        Folder.Dispose();
    }

    public async Task MakeOperatorAsync() => await Broker.OkAsync("keys", "new", "--out", Folder.At("operator"), "--name", "operator");

    public async Task InitWithCardsAsync()
    {
        await MakeOperatorAsync();
        List<string> custodians = [];
        foreach (var name in new[] { "operators/1", "operators/2", "operators/3", "auditors/1", "auditors/2", "auditors/3" })
        {
            var path = Folder.At(name.Replace('/', '-'));
            await Broker.OkAsync("keys", "new", "--out", path, "--name", name);
            custodians.AddRange(["--custodian", $"{name}={Path.Combine(path, "member")}"]);
        }

        await Broker.OkAsync(["vault", "init", "--groups", Groups, .. custodians, "--operator", Folder.At("operator"), "--gateway", Gateway, "--out", Folder.At("shares")]);
    }

    public async Task<string> InitOnPaperAsync()
    {
        await MakeOperatorAsync();
        return await Broker.OkAsync("vault", "init", "--groups", Groups, "--paper", "--operator", Folder.At("operator"), "--gateway", Gateway, "--out", Folder.At("shares"));
    }

    public Task<(int Code, string Output, string Error)> UnsealAsync(string share, string? member, string? siloKey = null)
    {
        string[] keys = member is null ? [] : ["--member", Folder.At(member)];
        return Broker.RunAsync([
            "vault", "unseal", "--share", share == "-" ? share : Folder.At("shares", share), .. keys,
            "--silo-key", siloKey ?? Silo.Fingerprint, "--gateway", Gateway,
        ]);
    }

    public string[] Files(string name) => [.. Directory.GetFiles(Folder.At(name)).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    /// <summary>Each command disposes its handler; the one behind outlives them.</summary>
    private sealed class Unowned(HttpMessageHandler inner) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            => new HttpMessageInvoker(inner, disposeHandler: false).SendAsync(request, cancellationToken);
    }
}
