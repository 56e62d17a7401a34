using System.Net;
using System.Text;
using Broker.Briefings;
using Broker.Cli;
using Broker.DisclosureControl;
using Broker.Sealing;

namespace Broker.Tests.Cli;

/// <summary>What the tool signs for an emergency plan, and what it does not.</summary>
public sealed class EmergencyDeskTests : IDisposable
{
    private static readonly string Revision = new('a', 64);
    private static readonly EmergencyTerms Terms = new("CAF", IsoWeek.Parse("2014-W05"), 2, Sha256Digest.Parse(Revision), new AccountName(7));

    private readonly TestMember broker = new();

    public void Dispose() => broker.Dispose();

    [Fact]
    public async Task Approve_AProposal_SignsTheTextThatItsIdNames()
    {
        FakeGateway fake = new FakeGateway().Answer(HttpStatusCode.OK, """{"plan":"x","entryIndex":5}""");

        EmergencyAnswer answer = await ApproveAsync(fake, Line(Id(Terms)));

        Assert.Equal(5, answer.EntryIndex);
        FakeGateway.Seen sent = Assert.Single(fake.Requests);
        Assert.Equal("/releases/CAF/emergency/approvals", sent.Path);
        string[] lines = Encoding.UTF8.GetString(sent.Body).Split('\n');
        Assert.Equal(["emergency-approve/1", "country CAF", $"plan {Id(Terms)}"], lines[..3]);
        using Member member = broker.Folder.Open();
        Assert.True(NoteText.TryVerify(Convert.FromBase64String(lines[3]["note ".Length..]), member.SignerName, member.Signing.PublicKey, out ReadOnlySpan<byte> text));
        Assert.Equal(Text(Terms), Encoding.UTF8.GetString(text));
    }

    [Fact]
    public async Task Approve_AProposalThatIsNotTheOneOfItsId_SignsNothing()
    {
        FakeGateway fake = new();

        await Assert.ThrowsAsync<CommandFailure>(() => ApproveAsync(fake, Line(Id(Terms with { Weeks = 1 }))));

        Assert.Empty(fake.Requests);
    }

    [Theory]
    [InlineData("2014-01", "final")]
    [InlineData("2014-W05", "flash")]
    public void Request_OfAPeriod_NamesItsVintage(string period, string vintage) =>
        Assert.Contains($"period {period}\nvintage {vintage}\n", new BriefingRequest("CAF", period, "consortium", "evaluation").TextOf("00112233445566778899aabbccddeeff"), StringComparison.Ordinal);

    private static string Text(EmergencyTerms terms) => terms.Text($"{TestMember.OriginName}/emergency-approval/v1");

    private static string Id(EmergencyTerms terms) => Sha256Digest.Of(Encoding.UTF8.GetBytes(Text(terms))).ToString();

    private static EmergencyPlanAnswer Line(string plan) => new(plan, "2014-W05", 2, Revision, "0000000000000007", -1);

    private async Task<EmergencyAnswer> ApproveAsync(FakeGateway fake, EmergencyPlanAnswer plan)
    {
        using Member member = broker.Folder.Open();
        using GatewayClient client = new(broker.Context(new InstantClock(), fake), new Uri("http://localhost:5080"));
        return await new EmergencyDesk(client, member).ApproveAsync("CAF", plan, CancellationToken.None);
    }
}
