using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Broker.DisclosureControl;
using Broker.Policy;
using Broker.Silo.Storage;
using Broker.Silo.Vault;

namespace Broker.Silo.Releases;

/// <summary>The live books of a country's open periods: exact counts, in memory only.</summary>
/// <remarks>
/// What is measured is the set of stored contributions; a book is a shorter way to the same counts, and is used only while it is of the generation that
/// the measuring transaction finds. It follows deposits and withdrawals that are durable, in their order, and is thrown away when one is missing, when a contribution went without it
/// (a retention that passed, say), when another policy revision is in force, and when the vault is sealed.
/// INVARIANT: <see cref="gate"/> is held wherever a book is touched, so that none is overwritten while it is measured.
/// </remarks>
internal sealed class CountryCells(CellBuilder builder, CellSnapshots snapshots, MeasurementStore measurements, VaultService vault, IStore store, Func<SharingPolicy?> policy)
{
    // Of contributions that were written and that no book has taken over yet. Books that are behind more than that are made anew.
    private const int MostWaiting = 1 << 16;

    private readonly Lock gate = new();
    private readonly ConcurrentQueue<CellStep> steps = new(); // in the order of the transactions
    private int waiting; // contributions in it
    private readonly Dictionary<MeasuredPeriod, PeriodCells> live = []; // guarded by gate

    /// <summary>Whether a period's book is in memory, of the contributions as they are now.</summary>
    public bool IsLive(string country, MeasuredPeriod period)
    {
        lock (gate)
        {
            return live.TryGetValue(period, out PeriodCells? cells)
                && cells.Generation == store.Read(connection => measurements.Generation(connection, country, period.Block.Ordinal));
        }
    }

    /// <summary>Contributions that a transaction added, once it is durable; called in the order of the transactions, and short.</summary>
    public void Wrote(BlockDrain drain)
    {
        steps.Enqueue(new CellStep(drain.Ordinal, drain.Before, drain.After, drain, null));

        // Sealed since, or too far behind: the books are of another generation from here on, so that none is used.
        if (Interlocked.Add(ref waiting, drain.Taken.Count) > MostWaiting || !vault.IsUnsealed)
        {
            ForgetSteps();
        }
    }

    /// <summary>One contribution that a transaction removed, likewise.</summary>
    public void Removed(RemovedContribution removed)
    {
        steps.Enqueue(new CellStep(removed.Contribution.Ordinal, removed.Before, removed.Before + 1, null, removed));
        if (!vault.IsUnsealed)
        {
            ForgetSteps();
        }
    }

    /// <summary>Durable changes that no book has taken over yet.</summary>
    public int Waiting => steps.Count;

    /// <summary>Keeps the books up with what was made durable.</summary>
    public void Follow()
    {
        lock (gate)
        {
            bool followed = false;
            try
            {
                SharingPolicy? now = steps.IsEmpty ? null : policy();
                while (TryTake(out CellStep? step))
                {
                    foreach (PeriodCells cells in live.Values.Where(cells => cells.Period.Block.Ordinal == step.Ordinal && cells.Generation < step.After).ToArray())
                    {
                        Follow(now, cells, step);
                    }
                }

                followed = true;
            }
            finally
            {
                if (!followed)
                {
                    Forget();
                }
            }
        }
    }

    /// <summary>Makes the books that the given periods do not have yet, and keeps those that have come to rest.</summary>
    public async Task Prepare(SharingPolicy policy, IReadOnlyList<DueMeasurement> open)
    {
        foreach (DueMeasurement due in open)
        {
            if (Ready(policy, due) is { } still)
            {
                await Keep(policy.Country, still);
            }
        }

        lock (gate)
        {
            foreach (PeriodCells cells in live.Values.Where(cells => open.All(due => due.Period != cells.Period)).ToArray())
            {
                Forget(cells);
            }
        }
    }

    /// <summary>
    /// Runs an action with the period's book as the caller's transaction has to count it: the live one where it is true of that
    /// transaction, else one that is made in it.
    /// </summary>
    public T Use<T>(StoreConnection connection, SharingPolicy policy, DueMeasurement due, Func<CellBook, T> use)
    {
        lock (gate)
        {
            if (!live.TryGetValue(due.Period, out PeriodCells? cells) || !IsOf(connection, policy, due, cells))
            {
                Forget(cells);
                live[due.Period] = cells = builder.Build(connection, policy, due);
            }

            builder.Reassess(connection, cells, due);
            return use(cells.Book);
        }
    }

    /// <summary>
    /// Whether the live book of a period holds the same as another one of its generation; true where there is none that a measurement
    /// would use, because it would make one anew.
    /// </summary>
    public bool HoldsTheSame(StoreConnection connection, SharingPolicy policy, PeriodCells other)
    {
        lock (gate)
        {
            if (!live.TryGetValue(other.Period, out PeriodCells? cells) || !IsOf(connection, policy, other.Due, cells) || cells.Generation != other.Generation)
            {
                return true;
            }

            builder.Reassess(connection, cells, other.Due);
            return cells.Book.HoldsTheSame(other.Book);
        }
    }

    /// <summary>Throws away the books of a period, and of all that its block's final closes.</summary>
    public void Close(MeasuredPeriod measured)
    {
        lock (gate)
        {
            foreach (PeriodCells cells in live.Values.Where(cells => cells.Period == measured || (measured.IsFinal && cells.Period.Block == measured.Block)).ToArray())
            {
                Forget(cells);
            }
        }
    }

    /// <summary>Overwrites and forgets every book, and what none has taken over.</summary>
    public void Forget()
    {
        lock (gate)
        {
            ForgetSteps();
            foreach (PeriodCells cells in live.Values.ToArray())
            {
                Forget(cells);
            }
        }
    }

    private void ForgetSteps()
    {
        while (TryTake(out _))
        {
        }
    }

    private bool TryTake([NotNullWhen(true)] out CellStep? step)
    {
        bool taken = steps.TryDequeue(out step);
        Interlocked.Add(ref waiting, -(step?.Added?.Taken.Count ?? 0));
        return taken;
    }

    private void Follow(SharingPolicy? now, PeriodCells cells, CellStep step)
    {
        if (cells.Generation != step.Before)
        {
            Forget(cells);
        }
        else if (step.Removed is { } removed)
        {
            cells.Book.Withdraw(removed.Contribution.Source, removed.Key);
            cells.Generation = step.After;
        }
        else if (now is not null && string.Equals(cells.Revision, now.Revision, StringComparison.Ordinal))
        {
            builder.Add(now, cells, step.Added!);
        }
        else
        {
            Forget(cells);
        }
    }

    /// <summary>The period's book when it has not changed since the last round and is not kept yet; made anew where there is none.</summary>
    private PeriodCells? Ready(SharingPolicy policy, DueMeasurement due)
    {
        lock (gate)
        {
            if (live.TryGetValue(due.Period, out PeriodCells? cells) && !store.Read(connection => IsOf(connection, policy, due, cells)))
            {
                Forget(cells);
                cells = null;
            }

            if (cells is null)
            {
                if (Load(policy, due) is { } made)
                {
                    made.Seen = made.Generation;
                    live[due.Period] = made;
                    // Sealed since: whoever sealed it may have looked before this one was there.
                    if (!vault.IsUnsealed)
                    {
                        Forget(made);
                    }
                }

                return null;
            }

            bool still = cells.Seen == cells.Generation && cells.Kept != cells.Generation && !cells.Book.IsEmpty;
            cells.Seen = cells.Generation;
            return still ? cells : null;
        }
    }

    /// <summary>A damaged row stops no other period: the measurement of its own will name it.</summary>
    private PeriodCells? Load(SharingPolicy policy, DueMeasurement due)
    {
        try
        {
            return builder.Load(policy, due);
        }
        catch (Exception fault) when (fault is DamagedStoreException or InvalidDataException)
        {
            return null;
        }
    }

    private async Task Keep(string country, PeriodCells cells)
    {
        byte[] book;
        long generation;
        lock (gate)
        {
            if (!live.TryGetValue(cells.Period, out PeriodCells? now) || !ReferenceEquals(now, cells))
            {
                return;
            }

            // A withdrawal may move the book on before the store's writer comes to this: what is kept is of now.
            generation = cells.Generation;
            book = cells.Book.Encode();
        }

        try
        {
            await store.WriteAsync(connection => snapshots.Keep(connection, country, cells, generation, book));
            cells.Kept = generation;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(book);
        }
    }

    private bool IsOf(StoreConnection connection, SharingPolicy policy, DueMeasurement due, PeriodCells cells) =>
        string.Equals(cells.Revision, policy.Revision, StringComparison.Ordinal)
        && cells.Book.Shape.Equals(CellShape.Of(due.Plan))
        && cells.Generation == measurements.Generation(connection, policy.Country, due.Period.Block.Ordinal);

    private void Forget(PeriodCells? cells)
    {
        if (cells is not null)
        {
            live.Remove(cells.Period);
            cells.Dispose();
        }
    }
}
