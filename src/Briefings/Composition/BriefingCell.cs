namespace Broker.Briefings;

/// <summary>One cell of a briefing: a number with its interval, or nothing.</summary>
/// <param name="Area">P-code of the area, the country's code for "no area given", null for all areas together.</param>
/// <param name="Category">Code of the event kind, null for all kinds together.</param>
/// <param name="IsPublished">Whether there is a number; else the cell is suppressed and the numbers are 0.</param>
/// <param name="About">The point estimate: separate sources.</param>
/// <param name="Low">Lower end of the 95 % interval.</param>
/// <param name="High">Upper end of the 95 % interval.</param>
/// <param name="Words">The same in a sentence.</param>
public sealed record BriefingCell(string? Area, string? Category, bool IsPublished, long About, long Low, long High, string Words);
