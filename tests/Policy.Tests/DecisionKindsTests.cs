namespace Broker.Policy.Tests;

public sealed class DecisionKindsTests
{
    [Fact]
    public void EachKind_HasACodeOfItsOwnNameAndWords()
    {
        DecisionKind[] kinds = Enum.GetValues<DecisionKind>();
        Assert.Equal(DecisionKinds.Codes, kinds.Select(DecisionKinds.Code));
        Assert.All(kinds, kind =>
        {
            Assert.Equal(kind.ToString(), DecisionKinds.Code(kind).Replace("-", string.Empty, StringComparison.Ordinal), ignoreCase: true);
            Assert.Equal(kind, DecisionKinds.Of(DecisionKinds.Code(kind)));
            Assert.StartsWith(DecisionKinds.IsExplicit(kind) ? "explicit: " : "implicit: ", DecisionKinds.Words(kind), StringComparison.Ordinal);
        });
        Assert.Null(DecisionKinds.Of("no-such-kind"));
        Assert.Null(DecisionKinds.Of(null));
    }
}
