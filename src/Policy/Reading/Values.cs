namespace Broker.Policy.Reading;

/// <summary>The values of the grammar by short names, so that its tables read as a grammar.</summary>
internal static class Values
{
    internal static readonly GrammarValue Name = new ScalarValue(ScalarKind.Name);
    internal static readonly GrammarValue State = new ScalarValue(ScalarKind.State);
    internal static readonly GrammarValue Text = new ScalarValue(ScalarKind.Text);
    internal static readonly GrammarValue Reason = new ScalarValue(ScalarKind.Reason);
    internal static readonly GrammarValue Date = new ScalarValue(ScalarKind.Date);
    internal static readonly GrammarValue Term = new ScalarValue(ScalarKind.Term);
    internal static readonly GrammarValue Days = new ScalarValue(ScalarKind.Days);
    internal static readonly GrammarValue Rho = new ScalarValue(ScalarKind.Rho);

    internal static GrammarValue Word(params string[] words) => new WordValue(words);

    internal static GrammarValue Whole(int least, GrammarFloor? floor = null) => new WholeValue(least, PolicyLimits.LargestNumber, floor);

    internal static GrammarValue List(GrammarValue item) => new ListValue(item, PolicyLimits.ListItems);

    internal static GrammarValue Either(params GrammarValue[] ways) => new EitherValue(ways);
}
