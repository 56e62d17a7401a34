using System.Security.Cryptography;
using Broker.Contracts;
using Broker.Gateway.Http;
using Broker.Gateway.Problems;
using Microsoft.AspNetCore.Http.Features;

namespace Broker.Gateway.SignedRequests;

/// <summary>
/// The way of every signed request: form of the path → header fields → limit → body → digest → grain. Limits come before
/// hashing; the body is zeroed when the grain has answered, whatever happened.
/// </summary>
internal sealed class SignedDispatch(Silo silo, BodyBudget budget, ProblemWriter problems)
{
    private const string NoQuery = "?";
    private const string Json = "application/json";

    public async Task Handle(HttpContext context, SignedRoute route)
    {
        var refusal = Examine(context.Request, route, out var fields);
        if (refusal is not null)
        {
            await problems.Write(context, refusal);
            return;
        }

        using var buffer = new BodyBuffer(budget);
        var fault = await ReadBody(context, route.Rule.BodyLimit, buffer);
        if (fault is not null)
        {
            await problems.Write(context, fault);
            return;
        }

        await Forward(context, route, fields!, buffer);
    }

    private static Outcome? Examine(HttpRequest request, SignedRoute route, out SignatureFields? fields)
    {
        fields = null;
        if (!Names.AreWellFormed(request.RouteValues))
        {
            return Outcome.Refuse(ProblemTable.NotFound, "");
        }

        if (request.QueryString.HasValue)
        {
            return Outcome.Refuse(ProblemTable.Malformed, "a signed route takes no query");
        }

        fields = SignatureFields.TryRead(request.Headers, out var fault);
        if (fields is null)
        {
            return Outcome.Refuse(ProblemTable.Malformed, fault);
        }

        return fields.ContentType != route.ContentType || request.Headers.ContentEncoding.Count > 0
            ? Outcome.Refuse(ProblemTable.UnsupportedMediaType, $"this route takes {route.ContentType}, without a content encoding")
            : null;
    }

    private static async Task<Outcome?> ReadBody(HttpContext context, int limit, BodyBuffer buffer)
    {
        // The server's own limit is set to the route's, so that it stops too when the length is a lie.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = limit;
        }

        var fault = await BodyReader.Read(context.Request, limit, buffer, context.RequestAborted);
        return fault switch
        {
            BodyFault.TooLarge => Outcome.Refuse(ProblemTable.TooLarge, $"the body is longer than {limit} bytes"),
            BodyFault.Busy => Outcome.Refuse(ProblemTable.Busy, ""),
            _ => null,
        };
    }

    private async Task Forward(HttpContext context, SignedRoute route, SignatureFields fields, BodyBuffer buffer)
    {
        var digest = new byte[SHA256.HashSizeInBytes];
        if (!ContentDigest.TryParse(fields.ContentDigest, digest))
        {
            await problems.Write(context, ProblemTable.Malformed, "the header field content-digest is not `sha-256=:…:` with canonical base64");
            return;
        }

        if (!buffer.TryFinish(out var body))
        {
            await problems.Write(context, ProblemTable.Busy);
            return;
        }

        if (!ContentDigest.Matches(digest, body))
        {
            await problems.Write(context, ProblemTable.DigestMismatch);
            return;
        }

        var call = NewCall(context.Request, fields, body);
        var reply = await silo.Call(grains => route.Handle(new SignedArrival(grains, call, fields.KeyId, context)), context.RequestAborted);
        await (reply.Outcome.IsOk ? Send(context, reply.Json) : problems.Write(context, reply.Outcome));
    }

    private static SignedCall NewCall(HttpRequest request, SignatureFields fields, byte[] body) => new(
        request.Method,
        request.Host.Value ?? "",
        request.Path.Value ?? "",
        NoQuery,
        fields.ContentDigest,
        fields.ContentType,
        fields.SignatureInput,
        fields.Signature,
        body);

    private static Task Send(HttpContext context, byte[] json)
    {
        context.Response.ContentType = Json;
        context.Response.ContentLength = json.Length;
        return context.Response.Body.WriteAsync(json, context.RequestAborted).AsTask();
    }
}
