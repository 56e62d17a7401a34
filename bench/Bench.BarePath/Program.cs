using System.Globalization;
using Bench.BarePath;

// The bare path of a deposit: Kestrel, a queue, SQLite with group commit. No cryptography, no checks, no account.
// Arguments: the URL to listen at, the file of the database.
Bench.Parent.Watch();
WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.UseUrls(args[0]);
using var store = new GroupStore(args[1]);
WebApplication app = builder.Build();
app.MapPost("/deposits", async context =>
{
    byte[] body = new byte[(int)(context.Request.ContentLength ?? 0)];
    await context.Request.Body.ReadExactlyAsync(body);
    long row = await store.WriteAsync(body);
    byte[] answer = System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"code\":\"accepted\",\"row\":{row}}}"));
    context.Response.ContentLength = answer.Length;
    await context.Response.BodyWriter.WriteAsync(answer);
});
app.MapGet("/readyz", () => "ready");
await app.RunAsync();
