namespace Broker.DisclosureControl.Tests;

/// <summary>Books of cells that the tests share.</summary>
internal static class Books
{
    /// <summary>A book of these records, numbered in their order.</summary>
    internal static CellBook Of(MeasurementPlan plan, IEnumerable<Contribution> records, byte[]? leafKey = null)
    {
        var book = new CellBook(CellShape.Of(plan), leafKey ?? Plans.LeafKey);
        var number = 0;
        foreach (var one in records)
        {
            Assert.True(book.Deposit(one, Record(number++)));
        }

        return book;
    }

    internal static RecordKey Record(int number) => new((UInt128)number);
}
