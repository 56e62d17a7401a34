using Broker.DisclosureControl;

namespace Broker.Briefings;

/// <summary>The highlights: whole sentences from the library of words, each with its interval.</summary>
internal static class BriefingHighlights
{
    private const int MostAreas = 2;
    private const int MostChanges = 3;

    public static IReadOnlyList<string> Write(BriefingContent content)
    {
        List<string> sentences = [];
        if (content.Total is TierCell total)
        {
            sentences.Add(content.Sentence(total));
        }

        TierCell? gravest = content.Kinds.FirstOrDefault(cell => cell.Status == CellStatus.Published) ?? (content.Kinds.Count > 0 ? content.Kinds[0] : null);
        if (gravest is not null)
        {
            sentences.Add(content.Sentence(gravest));
        }

        sentences.AddRange(content.Places.Where(row => row.IsPublished).Take(MostAreas).Select(row => content.Sentence(row.Cell)));
        if (content.Places.Count > 0 && content.Places.All(row => !row.IsPublished))
        {
            sentences.Add($"For every area taken by itself: {Wording.TooFew}.");
        }

        // Under a hard floor a number may change because another caveat's reports joined or left it: no change is named.
        if (content.Input.Previous is TierTable previous && content.Table.Plan.HardFloor == 0 && previous.Plan.HardFloor == 0)
        {
            sentences.AddRange(Changes(content, previous));
        }

        return sentences;
    }

    private static List<string> Changes(BriefingContent content, TierTable previous)
    {
        Dictionary<(string?, string?), TierCell> before = previous.Cells.ToDictionary(cell => Codes(previous, cell));
        List<string> changes = [];
        bool comparable = false;
        foreach (TierCell later in content.Table.Cells)
        {
            // The plans may list areas in another order: cells are matched by their codes, then compared under one key.
            if (before.TryGetValue(Codes(content.Table, later), out TierCell? earlier))
            {
                comparable |= IsShown(earlier) && IsShown(later);
                if (Change(content, earlier with { Key = later.Key }, later) is { } change)
                {
                    changes.Add(change);
                }
            }
        }

        return changes.Count > MostChanges ? [.. changes.Take(MostChanges), "Further numbers changed: see the issue before this one."]
            : changes.Count > 0 ? changes
            : comparable ? ["Of the numbers shown in both periods, none changed by more than the noise can easily explain."]
            : [];
    }

    // A number that comes or goes is no measured change, and yet the largest changes look just so: it is named for what it is.
    private static string? Change(BriefingContent content, TierCell earlier, TierCell later)
    {
        if (Wording.TryChange(earlier, later, content.Table.Terms.RoundTo, out string words))
        {
            return $"{Subject(content, later)}: {words}, {Wording.Number(later)} after {Wording.Number(earlier)}.";
        }

        return (earlier.Status, later.Status) switch
        {
            (CellStatus.Suppressed, CellStatus.Published) => $"{Subject(content, later)}: {Wording.Number(later)} after “{Wording.TooFew}”.",
            (CellStatus.Published, CellStatus.Suppressed) => $"{Subject(content, later)}: “{Wording.TooFew}” after {Wording.Number(earlier)}.",
            _ => null,
        };
    }

    private static bool IsShown(TierCell cell) => cell.Status == CellStatus.Published;

    internal static string Subject(BriefingContent content, TierCell cell)
    {
        string place = cell.Key.Area < 0 ? content.Input.CountryName : content.AreaName(cell);
        return cell.Key.Category < 0 ? $"{place}, separate sources" : $"{place}, separate sources on {content.KindWords(cell)}";
    }

    private static (string? Area, string? Category) Codes(TierTable table, TierCell cell) => (
        cell.Key.Area < 0 ? null : table.Plan.Areas[cell.Key.Area],
        cell.Key.Category < 0 ? null : table.Plan.Categories[cell.Key.Category]);
}
