using System.Net;
using Broker.Cli;

namespace Broker.Tests.Cli;

public sealed class CalendarDeskTests : IDisposable
{
    private const string Json =
        """{"country":"CAF","measured":[{"period":"2014-01","start":"2013-12-30","end":"2014-01-27","vintage":"final","publicFrom":"2014-03-17"}],"nextPeriod":"2014-02","nextCutOff":"2014-03-17"}""";

    private readonly TestMember broker = new();

    [Fact]
    public async Task Read_Calendar_IsWhatTheGatewaySays()
    {
        FakeGateway fake = new FakeGateway().Answer(HttpStatusCode.OK, Json);
        var calendar = await ReadAsync(fake);
        Assert.Equal(new CalendarLineAnswer("2014-01", new DateOnly(2013, 12, 30), new DateOnly(2014, 1, 27), "final", new DateOnly(2014, 3, 17)), Assert.Single(calendar.Measured));
        Assert.Equal(("CAF", "2014-02", new DateOnly(2014, 3, 17)), (calendar.Country, calendar.NextPeriod, calendar.NextCutOff));
        Assert.Equal("/calendar/CAF", Assert.Single(fake.Requests).Path);
    }

    [Fact]
    public async Task Read_CountryWithoutPolicy_IsAnExpectedNo()
    {
        FakeGateway fake = new FakeGateway().Answer(HttpStatusCode.NotFound, """{"code":"no-policy","title":"no sharing policy is in force"}""");
        Assert.Equal(ExitCodes.No, (await Assert.ThrowsAsync<CommandFailure>(() => ReadAsync(fake))).ExitCode);
    }

    public void Dispose() => broker.Dispose();

    private async Task<CalendarAnswer> ReadAsync(FakeGateway fake)
    {
        using GatewayClient client = new(broker.Context(new InstantClock(), fake), new Uri("http://localhost:5080"));
        return await CalendarDesk.ReadAsync(client, "CAF", CancellationToken.None);
    }
}
