using System.Globalization;

namespace Broker.Cli;

/// <summary>The public calendar, and where an operator moves a simulated one on.</summary>
internal sealed class CalendarDesk(GatewayClient gateway, Member @operator)
{
    private const string Form = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    public async Task<AdvanceAnswer> AdvanceAsync(DateTimeOffset to, CancellationToken cancellation)
    {
        var text = $"advance/1\nto {to.UtcDateTime.ToString(Form, CultureInfo.InvariantCulture)}\n";
        return (await gateway.PostTextAsync(@operator, "/simulation/advance", text, cancellation)).Read<AdvanceAnswer>();
    }

    /// <summary>A country's public calendar, which anyone may read.</summary>
    public static async Task<CalendarAnswer> ReadAsync(GatewayClient gateway, string country, CancellationToken cancellation)
        => (await gateway.GetAsync($"/calendar/{country}", cancellation)).Read<CalendarAnswer>();

    /// <summary>Reads a day or a whole second, UTC.</summary>
    public static bool TryParse(string text, out DateTimeOffset time) => DateTimeOffset.TryParseExact(
        text, [Form, "yyyy-MM-dd"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
}
