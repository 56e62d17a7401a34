using System.Net;
using System.Text;
using System.Text.Json;
using Broker.Sealing;

namespace Broker.Tests.Cli;

/// <summary>A gateway with a vault behind it, as far as the tool sees it: makes and issues shares, opens what is given, counts.</summary>
internal sealed class FakeVaultSilo : HttpMessageHandler
{
    public const string OriginName = "broker.test";

    private readonly CounterRandom random = new(77);
    private readonly List<Slip39Share> given = [];
    private VaultFile? file;
    private SecretKey? root;

    public FakeVaultSilo() => SiloKey = X25519PrivateKey.Generate(random.Fill);

    public static Origin Origin { get; } = Origin.Parse(OriginName);

    public X25519PrivateKey SiloKey { get; }

    /// <summary>What the status names in place of the silo key: a gateway that lies.</summary>
    public byte[]? NamedKey { get; set; }

    public string State { get; private set; } = "uninitialised";

    public VaultPlan? Plan { get; private set; }

    public string Asking { get; set; } = "";

    /// <summary>The plan that the status shows.</summary>
    public string ShownPlan { get; set; } = "";

    public List<(string Custodian, byte[] Envelope)> Issued { get; } = [];

    /// <summary>How many of the issued shares the gateway does not hand out.</summary>
    public int KeepsBack { get; set; }

    public List<(string Path, byte[] Body)> Posts { get; } = [];

    public string Fingerprint => Sealing.SiloKey.Fingerprint(SiloKey.PublicKey);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath;
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        if (request.Method == HttpMethod.Post)
        {
            Posts.Add((path, body));
        }

        return path switch
        {
            "/status" => Json(new { origin = OriginName, vault = State, warnings = Array.Empty<string>(), calendarNow = "2014-01-01T00:00:00Z", simulated = true, countries = Array.Empty<string>() }),
            "/vault/status" or "/vault/rekey" => Status(),
            "/vault/init" => Init(body),
            "/vault/issued" => Json(new { shares = Issued.Skip(KeepsBack).Select(share => new { custodian = share.Custodian, envelope = share.Envelope }) }),
            "/vault/shares" => Give(body),
            _ => Refuse(HttpStatusCode.NotFound, "not-found"),
        };
    }

    private HttpResponseMessage Init(byte[] body)
    {
        if (file is not null)
        {
            return Refuse(HttpStatusCode.Conflict, "vault-exists");
        }

        Assert.True(VaultPlan.TryParse(body, out var plan, out _));
        Plan = plan;
        root = SecretKey.Generate(random.Fill);
        var shares = Slip39.Split(root, plan!.GroupsNeeded, plan.Shape, random.Fill);
        file = VaultFile.Of(Origin, plan, shares);
        for (var group = 0; group < shares.Count; group++)
        {
            for (var member = 0; member < shares[group].Count; member++)
            {
                var words = new byte[shares[group][member].MnemonicLength + 1];
                shares[group][member].FormatMnemonic(words.AsSpan(0, words.Length - 1));
                words[^1] = (byte)'\n';
                using MemoryStream envelope = new();
                AgeEnvelope.Write(envelope, new MemoryStream(words), [plan.Groups[group].Recipients[member]], random.Fill);
                Issued.Add(($"{plan.Groups[group].Name}/{member + 1}", envelope.ToArray()));
            }
        }

        (State, Asking) = ("sealed", "unseal");
        return Status();
    }

    private HttpResponseMessage Give(byte[] body)
    {
        var plain = new byte[ShareEnvelope.PlaintextSize];
        if (!ShareText.TryParse(body, out var purpose, out var envelope)
            || !ShareEnvelope.TryOpen(envelope, SiloKey, Origin, purpose, plain, out var range)
            || !Slip39Share.TryParse(plain.AsSpan(range), out var share, out _, out _))
        {
            return Refuse(HttpStatusCode.UnprocessableEntity, "share-malformed");
        }

        if (purpose.ToString() != Asking)
        {
            return Refuse(HttpStatusCode.Conflict, "share-not-asked");
        }

        if (file?.Check(share!) is not { IsKnown: true } known)
        {
            return Refuse(HttpStatusCode.UnprocessableEntity, "share-foreign");
        }

        if (given.Exists(one => (one.GroupIndex, one.MemberIndex) == (known.GroupIndex, known.MemberIndex)))
        {
            return Refuse(HttpStatusCode.Conflict, "share-repeated");
        }

        given.Add(share!);
        if (Slip39.TryCombine(given, out _, out _))
        {
            (State, Asking) = ("unsealed", "");
            given.Clear();
        }

        return Status();
    }

    private HttpResponseMessage Status() => Json(new
    {
        state = State,
        siloKey = Convert.ToHexStringLower(NamedKey ?? SiloKey.PublicKey),
        asking = Asking,
        groupsNeeded = Plan?.GroupsNeeded ?? 0,
        groups = (Plan?.Groups ?? []).Select((group, index) => new
        {
            name = group.Name,
            threshold = group.Threshold,
            members = group.Recipients.Count,
            given = given.Where(share => share.GroupIndex == index).Select(share => share.MemberIndex + 1),
        }),
        generation = State == "unsealed" ? 1 : 0,
        epochs = State == "unsealed" ? ["0a0b0c0d"] : Array.Empty<string>(),
        installedEpoch = "",
        plan = ShownPlan,
        inbox = 0,
    });

    private static HttpResponseMessage Json(object answer) => FakeGateway.Make(HttpStatusCode.OK, JsonSerializer.Serialize(answer));

    private static HttpResponseMessage Refuse(HttpStatusCode status, string code) => FakeGateway.Make(
        status, JsonSerializer.Serialize(new { code, title = code, whatIsSafe = "", whatToDo = "", reference = "00000000", details = Array.Empty<string>() }));
}
