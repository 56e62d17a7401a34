using Broker.Gateway.Pages;

namespace Broker.Tests.Gateway;

public sealed class EntryWordsTests
{
    private static readonly string Revision = new('a', 64);
    private static readonly string Before = new('b', 64);
    private static readonly string Officers = $"officer 0000000000000003 {new string('0', 136)}\nofficer 0000000000000009 {new string('f', 136)}\n";

    [Fact]
    public void Of_AnActivation_SaysWhatReplacedWhatByWhom()
    {
        Assert.Equal(
            $"The sharing policy of CAF came into force as revision {Revision}, in place of {Before}, signed by the policy officers 0000000000000003 and 0000000000000009.",
            EntryWords.Of($"broker.example/policy-revision/v1\ncountry CAF\nrevision {Revision}\nreplaces {Before}\n{Officers}"));
        Assert.Contains(
            "the country’s first, signed by", EntryWords.Of($"broker.example/policy-revision/v1\ncountry CAF\nrevision {Revision}\nreplaces none\n{Officers}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("broker.example/release/v1\nnonce 00\n")]
    [InlineData("broker.example/policy-revision/v1\ncountry CAF\n")]
    [InlineData("broker.example/policy-revision/v1\ncountry <b>\nrevision x\nreplaces none\nofficer a b\nofficer c d\n")]
    public void Of_AnythingElse_SaysNothing(string text) => Assert.Null(EntryWords.Of(text));
}
