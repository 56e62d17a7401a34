using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Bench.Afternoon;

// What an engineer would build in an afternoon: a minimal API over PostgreSQL with row-level security, an audit row, and each record encrypted
// for an OpenPGP key inside the database. The server reads every record in clear, and whoever runs it can change the audit rows.
// Arguments: the URL to listen at; a connection string as the owner, who makes the tables; one as the plain account that serves.
Tables.Make(args[1]);
Bench.Parent.Watch();
WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.UseUrls(args[0]);
await using var records = new Records(args[2]);
WebApplication app = builder.Build();
app.MapPost("/deposits", async context =>
{
    // The key that an organisation was given names it; one that is unknown is refused.
    string key = context.Request.Headers.Authorization.ToString();
    string organisation = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
    if (!await records.IsMemberAsync(organisation))
    {
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return;
    }

    byte[] body = new byte[(int)(context.Request.ContentLength ?? 0)];
    await context.Request.Body.ReadExactlyAsync(body);
    long id = await records.AddAsync(organisation, body);
    byte[] answer = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"code\":\"accepted\",\"id\":{id}}}"));
    context.Response.ContentLength = answer.Length;
    await context.Response.BodyWriter.WriteAsync(answer);
});
app.MapGet("/readyz", () => "ready");
await app.RunAsync();
