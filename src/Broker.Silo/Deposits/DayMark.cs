using System.Globalization;
using Broker.Silo.Storage;

namespace Broker.Silo.Deposits;

/// <summary>How far a work that is done once a day has come: the first day that it has not done yet. It only moves on.</summary>
/// <param name="key">Its key in the table of single values.</param>
internal sealed class DayMark(string key)
{
    private const string DayFormat = "yyyy-MM-dd";

    /// <summary>Null before it began.</summary>
    public DateOnly? Read(StoreConnection connection) =>
        Meta.Read(connection, key) is { } text ? Parse(text) : null;

    /// <summary>Begins with this day, unless it began before.</summary>
    public void Begin(StoreConnection connection, DateOnly day)
    {
        if (Read(connection) is null)
        {
            Meta.Write(connection, key, Text(day));
        }
    }

    /// <summary>Notes that all days before this one are done; never backwards.</summary>
    public void Reach(StoreConnection connection, DateOnly next)
    {
        if (Read(connection) is not { } reached || reached < next)
        {
            Meta.Write(connection, key, Text(next));
        }
    }

    /// <summary>A day from the text in which it is stored.</summary>
    public static DateOnly Parse(string text) => DateOnly.ParseExact(text, DayFormat, CultureInfo.InvariantCulture);

    /// <summary>A day as it is stored.</summary>
    public static string Text(DateOnly day) => day.ToString(DayFormat, CultureInfo.InvariantCulture);
}
