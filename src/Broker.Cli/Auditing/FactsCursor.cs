namespace Broker.Cli;

/// <summary>Goes once through ascending facts beside a log whose entries come in order.</summary>
internal sealed class FactsCursor(IEnumerable<(long Index, byte[] Opening)> facts) : IDisposable
{
    private readonly IEnumerator<(long Index, byte[] Opening)> at = facts.GetEnumerator();
    private bool ended;
    private bool begun;

    /// <summary>The salt and facts of an entry, or null; the entries asked for ascend.</summary>
    public byte[]? Of(long index)
    {
        while (!ended && (!begun || at.Current.Index < index))
        {
            begun = true;
            ended = !at.MoveNext();
        }

        return !ended && at.Current.Index == index ? at.Current.Opening : null;
    }

    public void Dispose() => at.Dispose();
}
