using System.Net;
using System.Text.Json;
using Broker.Contracts;

namespace Broker.Tests.Gateway;

public sealed class CalendarTests
{
    [Fact]
    public async Task Calendar_Asked_IsTheDocumentedJson()
    {
        using var gateway = new TestGateway();
        var text = await gateway.CreateClient().GetStringAsync(new Uri("/calendar/CAF", UriKind.Relative));
        Assert.Equal(
            "{\"country\":\"CAF\",\"measured\":["
            + "{\"period\":\"2014-01\",\"start\":\"2014-01-01\",\"end\":\"2014-01-29\",\"vintage\":\"final\",\"publicFrom\":\"2014-02-28\"},"
            + "{\"period\":\"2014-02\",\"start\":\"2014-01-29\",\"end\":\"2014-02-26\",\"vintage\":\"final\",\"publicFrom\":\"2014-04-01\"}],"
            + "\"nextPeriod\":\"2014-03\",\"nextCutOff\":\"2014-04-16\"}",
            text);
        Assert.Equal(["country/CAF"], gateway.Grains.Keys);
    }

    [Fact]
    public async Task Calendar_CountryWithoutPolicy_IsNoPolicy()
    {
        using var gateway = new TestGateway();
        gateway.Grains.Country = new CountryCalendar("TCD", [], "", default);
        using var response = await gateway.CreateClient().GetAsync(new Uri("/calendar/TCD", UriKind.Relative));
        Assert.Equal((HttpStatusCode.NotFound, "no-policy"), (response.StatusCode, await Code(response)));
    }

    [Theory]
    [InlineData("/calendar/caf")]
    [InlineData("/calendar/CAFX")]
    [InlineData("/calendar/CA%2f")]
    [InlineData("/calendar/CAF/2014-01")]
    public async Task Calendar_NoCountryCode_ReachesNoGrain(string path)
    {
        using var gateway = new TestGateway();
        using var response = await gateway.CreateClient().GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal((HttpStatusCode.NotFound, "not-found"), (response.StatusCode, await Code(response)));
        Assert.Empty(gateway.Grains.Keys);
    }

    private static async Task<string?> Code(HttpResponseMessage response)
    {
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return problem.RootElement.GetProperty("code").GetString();
    }
}
