namespace Broker.DisclosureControl.Tests;

/// <summary>The attacker of additive tables: the least and the most that a cell can hold over every whole, non-negative table that fits what is known.</summary>
/// <remarks>
/// Rows and columns of a two-way table with bounds on every cell and margin are a circulation with bounds: total → rows → columns → total.
/// Whole bounds make the extremes whole (the constraint matrix is totally unimodular), so maximum flows give them exactly.
/// </remarks>
internal sealed class ConsistentTables
{
    internal const long Unknown = 1_000_000;

    private readonly int rows;
    private readonly int columns;
    private readonly long[,] residual;
    private readonly long[,] lower;

    /// <summary>Bounds of the total, the rows, the columns and the cells, row by row.</summary>
    internal ConsistentTables((long Low, long High) total, (long Low, long High)[] rowSums, (long Low, long High)[] columnSums, (long Low, long High)[] cells)
    {
        (rows, columns) = (rowSums.Length, columnSums.Length);
        var nodes = rows + columns + 4;
        residual = new long[nodes, nodes];
        lower = new long[nodes, nodes];
        Add(Sink, Source, total);
        for (var row = 0; row < rows; row++)
        {
            Add(Source, Row(row), rowSums[row]);
            for (var column = 0; column < columns; column++)
            {
                Add(Row(row), Column(column), cells[(row * columns) + column]);
            }
        }

        for (var column = 0; column < columns; column++)
        {
            Add(Column(column), Sink, columnSums[column]);
        }

        Balance();
    }

    /// <summary>Whether any table fits.</summary>
    internal bool Exists { get; private set; }

    private static int Source => 0;

    private static int Sink => 1;

    private static int Excess => 2;

    private static int Deficit => 3;

    /// <summary>The least and the most of a cell over all tables that fit.</summary>
    internal (long Least, long Most) Bounds(int row, int column)
    {
        var (from, to) = (Row(row), Column(column));
        var now = lower[from, to] + residual[to, from];
        var up = Flow(to, from, residual[from, to], from, to);
        var down = Flow(from, to, residual[to, from], from, to);
        return (now - down, now + up);
    }

    private int Row(int row) => 4 + row;

    private int Column(int column) => 4 + rows + column;

    // residual[from, to] is what can still be added, residual[to, from] what can be taken back above the lower bound.
    private void Add(int from, int to, (long Low, long High) bounds)
    {
        lower[from, to] = bounds.Low;
        residual[from, to] = bounds.High - bounds.Low;
        residual[Excess, to] += bounds.Low;
        residual[from, Deficit] += bounds.Low;
    }

    private void Balance()
    {
        var needed = Enumerable.Range(0, residual.GetLength(0)).Sum(node => residual[Excess, node]);
        Exists = Push(residual, Excess, Deficit, needed) == needed;
        for (var node = 0; node < residual.GetLength(0); node++)
        {
            (residual[Excess, node], residual[node, Excess], residual[node, Deficit], residual[Deficit, node]) = (0, 0, 0, 0);
        }
    }

    // A change of one cell that the rest of the table makes up for: a flow back around it, not through it.
    private long Flow(int from, int to, long most, int cellFrom, int cellTo)
    {
        var copy = (long[,])residual.Clone();
        (copy[cellFrom, cellTo], copy[cellTo, cellFrom]) = (0, 0);
        return Push(copy, from, to, most);
    }

    private static long Push(long[,] capacity, int from, int to, long most)
    {
        var pushed = 0L;
        while (pushed < most && Path(capacity, from, to) is { } before)
        {
            var step = most - pushed;
            for (var node = to; node != from; node = before[node])
            {
                step = Math.Min(step, capacity[before[node], node]);
            }

            for (var node = to; node != from; node = before[node])
            {
                capacity[before[node], node] -= step;
                capacity[node, before[node]] += step;
            }

            pushed += step;
        }

        return pushed;
    }

    private static int[]? Path(long[,] capacity, int from, int to)
    {
        var before = new int[capacity.GetLength(0)];
        Array.Fill(before, -1);
        before[from] = from;
        var open = new Queue<int>([from]);
        while (open.TryDequeue(out var node) && before[to] < 0)
        {
            for (var next = 0; next < before.Length; next++)
            {
                if (before[next] < 0 && capacity[node, next] > 0)
                {
                    before[next] = node;
                    open.Enqueue(next);
                }
            }
        }

        return before[to] < 0 ? null : before;
    }
}
