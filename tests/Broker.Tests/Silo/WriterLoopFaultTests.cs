using Broker.Silo.Storage;

namespace Broker.Tests.Silo;

/// <summary>What becomes of callers when the store's own work around a group fails in a way that nobody foresaw.</summary>
public sealed class WriterLoopFaultTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static TheoryData<string> Steps => [nameof(IGroupWriter.Failed), nameof(IGroupWriter.TryForget), nameof(IGroupWriter.TidyUp), nameof(IGroupMember.Committed), nameof(IGroupMember.RolledBack)];

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task Step_ThatThrows_StopsTheStoreAndLeavesNobodyWaiting(string step)
    {
        var writer = new FaultyWriter(step);
        await using var loop = new WriterLoop(writer);
        loop.Join(writer);

        await Record.ExceptionAsync(() => loop.EnqueueAsync(_ => 1, shreds: true).WaitAsync(Patience));
        Exception? later = await Record.ExceptionAsync(() => loop.EnqueueAsync(_ => 2, shreds: false).WaitAsync(Patience));

        Assert.IsType<StoreUnavailableException>(later);
        Assert.True(loop.HasStopped);
    }

    [Fact]
    public async Task Group_ThatIsDurableWhenALaterStepThrows_IsToldAsUnknownOrWritten_NeverLost()
    {
        var writer = new FaultyWriter(nameof(IGroupWriter.TidyUp));
        await using var loop = new WriterLoop(writer);

        Assert.Equal(1, await loop.EnqueueAsync(_ => 1, shreds: false).WaitAsync(Patience));
        Assert.Equal(1, writer.Commits);
    }

    private sealed class FaultyWriter(string step) : IGroupWriter, IGroupMember
    {
        public int Commits { get; private set; }

        public StoreConnection Begin(out bool reopened)
        {
            reopened = false;
            return null!;
        }

        public void Mark()
        {
        }

        public void Keep()
        {
        }

        public void Undo()
        {
        }

        public void Commit()
        {
            if (step is nameof(Failed) or nameof(RolledBack))
            {
                throw new InvalidOperationException("on purpose");
            }

            Commits++;
        }

        public void RollBack()
        {
        }

        public bool ConcernsGroup(Exception fault) => true;

        public (StoreUnavailableException Told, bool Stops) Failed(Exception fault)
        {
            Break(nameof(Failed));
            return (new StoreUnavailableException(), true);
        }

        public bool TryForget(out bool stops)
        {
            stops = false;
            Break(nameof(TryForget));
            return true;
        }

        public bool TidyUp()
        {
            Break(nameof(TidyUp));
            return false;
        }

        public void BeforeCommit(StoreConnection connection)
        {
        }

        public void Committed() => Break(nameof(Committed));

        public void RolledBack() => Break(nameof(RolledBack));

        public void Reopened()
        {
        }

        private void Break(string now)
        {
            if (now == step)
            {
                throw new InvalidOperationException("on purpose");
            }
        }
    }
}
