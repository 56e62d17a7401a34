using System.Text;
using Broker.Sealing.Tests.Support;

namespace Broker.Sealing.Tests;

public sealed class Slip39Tests : IDisposable
{
    private readonly SeededRandom random = new("slip39");
    private readonly SecretKey root;

    public Slip39Tests() => root = SecretKey.Generate(random.Fill);

    public void Dispose() => root.Dispose();

    [Fact]
    public void TryCombine_OfAQuorum_GivesTheRoot()
    {
        var shares = Slip39.Split(root, 2, [(2, 3), (1, 3)], random.Fill);
        Assert.Equal([3, 3], shares.Select(group => group.Count));
        Assert.All(shares.SelectMany(group => group), share => Assert.Equal(Slip39.Words, Mnemonics.Text(share).Split(' ').Length));
        Assert.True(Slip39.TryCombine([shares[0][2], shares[1][1], shares[0][0]], out var combined, out var reason));
        Assert.Equal(Slip39Failure.None, reason);
        Assert.Equal(Mnemonics.Content(root), Mnemonics.Content(combined!));
    }

    [Fact]
    public void Split_OfAGroupOneOfMany_GivesEachMemberItsOwnNumber()
    {
        var shares = Slip39.Split(root, 1, [(1, 3)], random.Fill)[0];
        Assert.Equal([0, 1, 2], shares.Select(share => share.MemberIndex));
        Assert.Equal(3, shares.Select(Mnemonics.Text).Distinct().Count());
        foreach (var share in shares)
        {
            Assert.True(Slip39.TryCombine([share], out var combined, out _));
            Assert.Equal(Mnemonics.Content(root), Mnemonics.Content(combined!));
        }
    }

    [Fact]
    public void Shares_ThatWereSplit_SayWhatTheyAre()
    {
        var share = Slip39.Split(root, 2, [(2, 3), (1, 3)], random.Fill)[0][2];
        using var parsed = Mnemonics.Parse(Mnemonics.Text(share));
        foreach (var each in (Slip39Share[])[share, parsed])
        {
            Assert.Equal(
                (share.Identifier, 0, 2, 2, 2, 2),
                (each.Identifier, each.GroupIndex, each.GroupThreshold, each.GroupCount, each.MemberIndex, each.MemberThreshold));
        }

        Assert.Equal(Mnemonics.Text(share), Mnemonics.Text(parsed));
    }
}
