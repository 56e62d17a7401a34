using System.Net;
using Broker.Cli;
using Broker.Transparency;

namespace Broker.Tests.Cli;

/// <summary>A log of a test's own that grows, and a gateway that serves it, truthfully unless the test has it lie.</summary>
internal sealed class ServedLog(Sealing.Ed25519SigningKey key)
{
    private const string Prefix = "/log/";

    private readonly Dictionary<string, byte[]> files = [];

    /// <summary>Answers in place of the log; null for the truth.</summary>
    public Func<string, HttpResponseMessage?> Lie { get; set; } = _ => null;

    /// <summary>Answers what is not the log's.</summary>
    public Func<HttpRequestMessage, byte[], HttpResponseMessage> Others { get; set; } = (_, _) => FakeGateway.Make(HttpStatusCode.NotFound, "{}");

    public TreeHead Head { get; private set; } = TreeHead.Empty;

    public IReadOnlyDictionary<string, byte[]> Files => files;

    /// <summary>The files that were asked for, in order.</summary>
    public List<string> Asked { get; } = [];

    public byte[] Note => files[TilePath.Checkpoint];

    public static ServedLog Of(Sealing.Ed25519SigningKey key, params IReadOnlyList<byte[]> entries)
    {
        ServedLog log = new(key);
        log.Append(entries);
        return log;
    }

    public void Append(params IReadOnlyList<byte[]> entries)
    {
        Assert.True(TileWriter.TryAppend(Head, [.. entries.Select(entry => new ReadOnlyMemory<byte>(entry))], files.GetValueOrDefault, out var growth, out _));
        foreach (var file in growth.Files)
        {
            files[file.Path.ToString()] = file.Content.ToArray();
        }

        Head = growth.Head;
        files[TilePath.Checkpoint] = Sign(Head);
    }

    public byte[] Sign(TreeHead head) => new Checkpoint(TestMember.OriginName, head).Sign(new NoteSigner(new VerifierKey(TestMember.OriginName, key.PublicKey), key.Sign));

    public HttpMessageHandler Handler() => new Server(this);

    public GatewayClient Client(TestMember member) => new(member.Context(new InstantClock(), Handler()), new Uri("http://localhost:5080"));

    private HttpResponseMessage Answer(HttpRequestMessage request, byte[] body)
    {
        var path = request.RequestUri!.AbsolutePath;
        if (!path.StartsWith(Prefix, StringComparison.Ordinal) || path == "/log/facts")
        {
            return Others(request, body);
        }

        Asked.Add(path[Prefix.Length..]);
        return Lie(path[Prefix.Length..])
            ?? (files.TryGetValue(path[Prefix.Length..], out var file)
                ? new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(file) }
                : FakeGateway.Make(HttpStatusCode.NotFound, "{}"));
    }

    private sealed class Server(ServedLog log) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            => log.Answer(request, request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken));
    }
}
