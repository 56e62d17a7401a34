using System.Security.Cryptography;

namespace Broker.Cli;

/// <summary>The requesters' part of the demo: a delegate who gets the briefing, one who is refused, and the same bytes again later.</summary>
internal sealed class DemoRequesterStory(GatewayClient client, DemoCast cast, DemoFolders folders, DemoStory story, BriefingRequest request)
{
    private const string Chapter = "Requesters";
    private const int Forbidden = 403;

    // What the demo's policy says of the three: a forbid, an audience, a purpose that no rule gives the tier.
    private const string ForbiddingRule = "rule-3";
    private const string OtherPurpose = "evaluation";

    private readonly List<DemoRefusal> refusals = [];
    private string firstDigests = "";

    /// <summary>What the policy refused, in its own words.</summary>
    public IReadOnlyList<DemoRefusal> Refusals => refusals;

    /// <summary>The verified receipt of the delivered briefing.</summary>
    public ReceiptVerification? Receipt { get; private set; }

    public async Task AskAsync(CancellationToken cancellation)
    {
        using var elected = cast.ElectedDelegate.Open();
        BriefingDesk desk = new(client, elected);
        var briefing = (await desk.AskAsync(request, cancellation)).Read<BriefingAnswer>();
        Receipt = await desk.KeepAsync(briefing, folders.Root, cancellation);
        firstDigests = Digests(briefing);
        story.Tell(Chapter, $"{elected.Card.Name} asked for {request.Country} {request.Period}, tier {request.Tier}, purpose {request.Purpose}");
        story.Expect(Receipt.Holds, Chapter, Receipt.ToString());
        await ExpectRefusalAsync(cast.ConflictDelegate, request, ForbiddingRule, cancellation);
        await ExpectRefusalAsync(cast.PermanentDelegate, request, "", cancellation);
        await ExpectRefusalAsync(cast.ElectedDelegate, request with { Purpose = OtherPurpose }, "", cancellation);
    }

    public async Task AskAgainAsync(CancellationToken cancellation)
    {
        using var elected = cast.ElectedDelegate.Open();
        var again = (await new BriefingDesk(client, elected).AskAsync(request, cancellation)).Read<BriefingAnswer>();
        story.Expect(Digests(again) == firstDigests, Chapter, $"the briefing of {request.Period}, asked for again after the withdrawals, has the same bytes");
    }

    /// <summary>A refusal says which rule of which revision and why; an expected rule of "" is none that speaks.</summary>
    private async Task ExpectRefusalAsync(MemberFolder folder, BriefingRequest asked, string rule, CancellationToken cancellation)
    {
        using var requester = folder.Open();
        var answer = await new BriefingDesk(client, requester).AskAsync(asked, cancellation);
        var problem = answer.IsOk ? null : answer.Problem;
        refusals.Add(new DemoRefusal(requester.Card.Name, asked.Purpose, problem?.Code ?? "ok", problem?.Title ?? "", problem?.Rules ?? [], problem?.Revision ?? ""));
        var held = answer.Status == Forbidden && problem is { Code: "refused", Title.Length: > 0, Revision.Length: > 0 } && string.Join(' ', problem.Rules) == rule;
        story.Expect(held, Chapter, $"{requester.Card.Name}, for {asked.Purpose}: {refusals[^1].Sentence} (revision {refusals[^1].Revision})");
    }

    private static string Digests(BriefingAnswer briefing)
        => Convert.ToHexStringLower(SHA256.HashData(briefing.Json)) + Convert.ToHexStringLower(SHA256.HashData(briefing.Html));
}
