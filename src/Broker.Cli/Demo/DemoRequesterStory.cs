using System.Security.Cryptography;

namespace Broker.Cli;

/// <summary>The requesters' part of the demo: a delegate who gets the briefing, one who is refused, and the same bytes again later.</summary>
internal sealed class DemoRequesterStory(GatewayClient client, DemoCast cast, DemoFolders folders, DemoStory story, BriefingRequest request)
{
    private const string Chapter = "Requesters";
    private const int Forbidden = 403;

    private string firstDigests = "";

    /// <summary>The refusal of the conflict state's delegate.</summary>
    public DemoRefusal Refusal { get; private set; } = new("", "");

    /// <summary>The verified receipt of the delivered briefing.</summary>
    public ReceiptVerification? Receipt { get; private set; }

    public async Task AskAsync(CancellationToken cancellation)
    {
        using var elected = cast.ElectedDelegate.Open();
        BriefingDesk desk = new(client, elected);
        var briefing = (await desk.AskAsync(request, cancellation)).Read<BriefingAnswer>();
        Receipt = desk.Keep(briefing, folders.Root);
        firstDigests = Digests(briefing);
        story.Tell(Chapter, $"{elected.Card.Name} asked for {request.Country} {request.Period}, tier {request.Tier}, purpose {request.Purpose}");
        story.Expect(Receipt.Holds, Chapter, Receipt.ToString());
        using var conflict = cast.ConflictDelegate.Open();
        var refused = await new BriefingDesk(client, conflict).AskAsync(request, cancellation);
        Refusal = refused.IsOk ? new DemoRefusal("ok", "") : new DemoRefusal(refused.Problem.Code, refused.Problem.Title);
        story.Expect(refused.Status == Forbidden && Refusal.Sentence.Length > 0, Chapter, $"{conflict.Card.Name} is refused: {Refusal.Sentence}");
    }

    public async Task AskAgainAsync(CancellationToken cancellation)
    {
        using var elected = cast.ElectedDelegate.Open();
        var again = (await new BriefingDesk(client, elected).AskAsync(request, cancellation)).Read<BriefingAnswer>();
        story.Expect(Digests(again) == firstDigests, Chapter, $"the briefing of {request.Period}, asked for again after the withdrawals, has the same bytes");
    }

    private static string Digests(BriefingAnswer briefing)
        => Convert.ToHexStringLower(SHA256.HashData(briefing.Json)) + Convert.ToHexStringLower(SHA256.HashData(briefing.Html));
}
