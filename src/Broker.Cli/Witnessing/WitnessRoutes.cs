using System.Collections.Frozen;
using System.Text;
using Broker.Transparency;
using Microsoft.AspNetCore.Http;

namespace Broker.Cli;

/// <summary>The two calls of a witness. Reference: C2SP tlog-witness, add-checkpoint and the monitor retrieval mechanism.</summary>
internal sealed class WitnessRoutes
{
    /// <summary>Longest request in bytes: 63 hashes and a checkpoint with its signatures.</summary>
    public const int LongestRequest = 64 * 1024;

    private const string Add = "/add-checkpoint";
    private const string MonitorEnd = "/checkpoint";
    private const string Text = "text/plain; charset=utf-8";
    private readonly FrozenDictionary<string, WitnessedLog> byOrigin;
    private readonly FrozenDictionary<string, WitnessedLog> byPath;
    private readonly TimeProvider clock;
    private readonly TaskCompletionSource<WitnessStateException> broken = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public WitnessRoutes(IReadOnlyList<WitnessedLog> logs, TimeProvider clock)
    {
        this.clock = clock;
        byOrigin = logs.ToFrozenDictionary(log => log.Log.Name, StringComparer.Ordinal);
        byPath = logs.ToFrozenDictionary(log => $"/{log.Hash}{MonitorEnd}", StringComparer.Ordinal);
    }

    /// <summary>Ends when the state could not be kept: the witness has to end with it.</summary>
    public Task<WitnessStateException> Broken => broken.Task;

    public Task HandleAsync(HttpContext context)
    {
        var (request, path) = (context.Request, context.Request.Path.Value ?? "");
        return path == Add && HttpMethods.IsPost(request.Method) ? AddAsync(context)
            : byPath.TryGetValue(path, out var log) && HttpMethods.IsGet(request.Method) ? MonitorAsync(context, log)
            : path == Add || byPath.ContainsKey(path) ? SendAsync(context, WitnessResponse.Refused(StatusCodes.Status405MethodNotAllowed))
            : SendAsync(context, WitnessResponse.UnknownLog);
    }

    private async Task AddAsync(HttpContext context)
    {
        WitnessResponse answer;
        try
        {
            using MemoryStream body = new();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            answer = Answer(body.GetBuffer().AsSpan(0, (int)body.Length));
        }
        catch (BadHttpRequestException bad)
        {
            answer = WitnessResponse.Refused(bad.StatusCode);
        }

        await SendAsync(context, answer);
    }

    private WitnessResponse Answer(ReadOnlySpan<byte> body)
    {
        if (!AddCheckpoint.TryParse(body, out var request))
        {
            return WitnessResponse.Refused(WitnessResponse.Malformed);
        }

        // Not verified yet: the origin only says by which log's key the note is to be judged.
        if (!byOrigin.TryGetValue(request.Origin ?? "", out var log))
        {
            return WitnessResponse.UnknownLog;
        }

        try
        {
            return log.Answer(request, clock.GetUtcNow());
        }
        catch (WitnessStateException failure)
        {
            broken.TrySetResult(failure);
            return WitnessResponse.Refused(WitnessResponse.Broken);
        }
    }

    private static Task MonitorAsync(HttpContext context, WitnessedLog log)
    {
        var note = log.Latest;
        context.Response.Headers.CacheControl = "no-cache";
        return note.IsEmpty ? SendAsync(context, WitnessResponse.UnknownLog) : SendAsync(context, WitnessResponse.Ok, Text, note);
    }

    private static Task SendAsync(HttpContext context, WitnessResponse answer)
        => SendAsync(context, answer.Status, answer.ContentType, Encoding.UTF8.GetBytes(answer.Body));

    private static Task SendAsync(HttpContext context, int status, string type, ReadOnlyMemory<byte> body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }
}
