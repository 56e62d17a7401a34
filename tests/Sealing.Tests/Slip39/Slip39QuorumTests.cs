using Broker.Sealing.Tests.Support;

namespace Broker.Sealing.Tests;

/// <summary>What gives the root key, and attackers who have less.</summary>
public sealed class Slip39QuorumTests : IDisposable
{
    private readonly SeededRandom random = new("slip39 quorum");
    private readonly SecretKey root;
    private readonly byte[] secret;

    public Slip39QuorumTests()
    {
        root = SecretKey.Generate(random.Fill);
        secret = Mnemonics.Content(root);
    }

    public void Dispose() => root.Dispose();

    [Theory]
    [InlineData(2)]
    [InlineData(1)]
    public void TryCombine_OfEverySubset_GivesTheRootToQuorumsAlone(int groupsNeeded)
    {
        var shares = Slip39.Split(root, groupsNeeded, [(2, 3), (1, 3)], random.Fill).SelectMany(group => group).ToList();
        for (var subset = 0; subset < 1 << shares.Count; subset++)
        {
            var given = shares.Where((_, index) => (subset >> index & 1) != 0).ToList();
            var complete = (given.Count(share => share.GroupIndex == 0) >= 2 ? 1 : 0) + (given.Any(share => share.GroupIndex == 1) ? 1 : 0);
            var combined = Slip39.TryCombine(given, out var recovered, out var reason);
            Assert.Equal(complete >= groupsNeeded ? Slip39Failure.None : Slip39Failure.TooFew, reason);
            Assert.Equal(complete >= groupsNeeded ? secret : null, combined ? Mnemonics.Content(recovered!) : null);
        }
    }

    [Fact]
    public void TryCombine_OfRandomShapes_RecoversFromARandomQuorum()
    {
        for (var round = 0; round < 40; round++)
        {
            var shape = Enumerable.Range(0, 1 + random.Below(16)).Select(_ => 1 + random.Below(16)).Select(members => (1 + random.Below(members), members)).ToList();
            var needed = 1 + random.Below(shape.Count);
            var shares = Slip39.Split(root, needed, shape, random.Fill);
            var quorum = Shuffle(shares).Take(needed).SelectMany(group => Shuffle(group).Take(group[0].MemberThreshold)).ToList();
            Assert.True(Slip39.TryCombine([.. Shuffle(quorum)], out var recovered, out _));
            Assert.Equal(secret, Mnemonics.Content(recovered!));

            // Without any one of them: too few.
            Assert.False(Slip39.TryCombine([.. quorum.Skip(1)], out _, out var reason));
            Assert.Equal(Slip39Failure.TooFew, reason);

            // With all of them: the surplus is checked and agrees.
            Assert.True(Slip39.TryCombine([.. shares.SelectMany(group => group)], out recovered, out _));
            Assert.Equal(secret, Mnemonics.Content(recovered!));
        }
    }

    [Fact]
    public void TryCombine_WithOneAlteredValueInAnyPlace_Refuses()
    {
        var shares = Slip39.Split(root, 2, [(2, 3), (1, 3)], random.Fill).SelectMany(group => group).ToList();
        for (var place = 0; place < shares.Count; place++)
        {
            for (var octet = 0; octet < 32; octet++)
            {
                var altered = Altered(shares[place], value => value[octet] ^= (byte)(1 << (octet % 8)));
                Assert.False(Slip39.TryCombine([.. shares.Select((share, index) => index == place ? altered : share)], out var recovered, out var reason));
                Assert.Null(recovered);
                Assert.Equal(Slip39Failure.Digest, reason);
            }
        }
    }

    [Fact]
    public void TryCombine_OfAnAlteredQuorumWithoutSurplus_RefusesByTheDigest()
    {
        var shares = Slip39.Split(root, 1, [(3, 3)], random.Fill)[0];
        Assert.False(Slip39.TryCombine([Altered(shares[0], value => value[31] ^= 1), shares[1], shares[2]], out _, out var reason));
        Assert.Equal(Slip39Failure.Digest, reason);
    }

    [Fact]
    public void TryCombine_OfSharesOfTwoSplits_Refuses()
    {
        var first = Slip39.Split(root, 1, [(2, 2)], random.Fill)[0];
        var second = Slip39.Split(root, 1, [(2, 2)], random.Fill)[0];
        Assert.False(Slip39.TryCombine([first[0], second[1]], out _, out var reason));
        Assert.Equal(Slip39Failure.OtherSet, reason);

        // The same identifier by chance or by malice: the digest tells.
        var renamed = new Slip39Share(first[0].Set, second[1].Place, Value(second[1]));
        Assert.False(Slip39.TryCombine([first[0], renamed], out _, out reason));
        Assert.Equal(Slip39Failure.Digest, reason);
    }

    [Fact]
    public void TryCombine_OfOneShareTwice_IsRepeated()
    {
        var shares = Slip39.Split(root, 1, [(2, 2)], random.Fill)[0];
        Assert.False(Slip39.TryCombine([shares[0], shares[0]], out _, out var reason));
        Assert.Equal(Slip39Failure.Repeated, reason);
        Assert.False(Slip39.TryCombine([], out _, out reason));
        Assert.Equal(Slip39Failure.TooFew, reason);
    }

    [Fact]
    public void TryCombine_OfASetWithAnotherSetting_IsUnsupportedAtOnce()
    {
        foreach (var set in (Slip39Set[])[new(7, false, 0, 1, 1), new(7, true, 1, 1, 1), new(7, true, 15, 1, 1)])
        {
            using var share = new Slip39Share(set, new Slip39Place(0, 0, 1), random.Bytes(32));
            Assert.False(Slip39.TryCombine([share], out _, out var reason));
            Assert.Equal(Slip39Failure.Unsupported, reason);
        }
    }

    [Fact]
    public void LowerThreshold_WrittenIntoSharesByAnAttacker_GivesAnotherKeyOrNone()
    {
        // The checksum is no secret, so whoever holds shares can write any threshold into them. The arithmetic does not care.
        var shares = Slip39.Split(root, 1, [(3, 3)], random.Fill)[0];
        var two = shares.Take(2).Select(share => new Slip39Share(share.Set, share.Place with { MemberThreshold = 2 }, Value(share))).ToList();
        Assert.False(Slip39.TryCombine(two, out _, out var reason));
        Assert.Equal(Slip39Failure.Digest, reason);

        using var one = new Slip39Share(shares[0].Set, shares[0].Place with { MemberThreshold = 1 }, Value(shares[0]));
        Assert.True(Slip39.TryCombine([one], out var wrong, out _));
        Assert.NotEqual(secret, Mnemonics.Content(wrong!));
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(2, 1, 1)]
    [InlineData(1, 0, 1)]
    [InlineData(1, 2, 1)]
    [InlineData(1, 1, 17)]
    [InlineData(1, 1, 0)]
    public void Split_OfAnImpossibleShape_IsACallersBug(int groupsNeeded, int threshold, int members) =>
        Assert.Throws<ArgumentException>(() => Slip39.Split(root, groupsNeeded, [(threshold, members)], random.Fill));

    [Fact]
    public void Split_OfNoOrSeventeenGroups_IsACallersBug()
    {
        Assert.Throws<ArgumentException>(() => Slip39.Split(root, 1, [], random.Fill));
        Assert.Throws<ArgumentException>(() => Slip39.Split(root, 1, [.. Enumerable.Repeat((1, 1), 17)], random.Fill));
    }

    private static byte[] Value(Slip39Share share)
    {
        using var lease = share.Open();
        return lease.Bytes.ToArray();
    }

    private static Slip39Share Altered(Slip39Share share, Action<byte[]> alter)
    {
        var value = Value(share);
        alter(value);
        return new Slip39Share(share.Set, share.Place, value);
    }

    private List<T> Shuffle<T>(IEnumerable<T> items) => [.. items.Select(item => (item, random.Below(1 << 30))).OrderBy(pair => pair.Item2).Select(pair => pair.item)];
}
