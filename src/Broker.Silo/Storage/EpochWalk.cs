namespace Broker.Silo.Storage;

/// <summary>
/// How far one epoch's end has come in the tables that it walks. It only saves looking twice: what a transaction did that was not kept lies behind it, and
/// is found by the look at the whole table that comes before the end.
/// </summary>
internal sealed class EpochWalk
{
    private readonly Dictionary<SealedColumn, object[]> last = [];

    /// <summary>The bound values of the last row that was found; null: the walk has not begun.</summary>
    public object[]? After(SealedColumn column) => last.GetValueOrDefault(column);

    public void Came(SealedColumn column, object[]? row)
    {
        if (row is null)
        {
            last.Remove(column);
        }
        else
        {
            last[column] = row;
        }
    }
}
