using Broker.DisclosureControl;

namespace Broker.Briefings;

/// <summary>The closed text codes of alerts and scans, as sharing policies and briefings spell them.</summary>
public static class AlertCodes
{
    /// <summary>Every kind of alert, in the order in which briefings list them.</summary>
    public static IReadOnlyList<AlertKind> All { get; } = [AlertKind.Rise, AlertKind.BecomesShown];

    /// <summary><c>change</c> or <c>becomes-shown</c>.</summary>
    public static string Code(AlertKind kind) => kind switch
    {
        AlertKind.Rise => "change",
        AlertKind.BecomesShown => "becomes-shown",
        _ => throw Fault.Malformed(nameof(kind), "a kind of alert"),
    };

    /// <summary><c>pattern</c>, <c>no-pattern</c> or <c>too-few-finals</c>.</summary>
    public static string Code(ScanStatus status) => status switch
    {
        ScanStatus.Pattern => "pattern",
        ScanStatus.NoPattern => "no-pattern",
        ScanStatus.TooFewFinals => "too-few-finals",
        _ => throw Fault.Malformed(nameof(status), "a status of a scan"),
    };

    /// <summary>The kind that a code names.</summary>
    public static bool TryParse(string code, out AlertKind kind)
    {
        kind = All.FirstOrDefault(candidate => Code(candidate) == code);
        return Code(kind) == code;
    }

    /// <summary>Alerts in the order in which briefings list them: by cell, then by kind.</summary>
    internal static IEnumerable<CellAlert> InOrder(MeasurementPlan plan, IReadOnlyList<CellAlert> alerts) => plan.Keys
        .SelectMany(key => All.SelectMany(kind => alerts.Where(alert => alert.Key == key && alert.Kind == kind)));

    internal static bool TryParse(string code, out ScanStatus status)
    {
        status = Enum.GetValues<ScanStatus>().FirstOrDefault(candidate => Code(candidate) == code);
        return Code(status) == code;
    }
}
