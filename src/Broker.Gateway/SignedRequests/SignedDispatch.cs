using System.Security.Cryptography;
using Broker.Contracts;
using Broker.Gateway.Http;
using Broker.Gateway.Problems;

namespace Broker.Gateway.SignedRequests;

/// <summary>
/// The way of every signed request: form of the path → header fields → limit → body → digest → grain. Limits come before
/// hashing; the body is zeroed when the grain has answered, whatever happened.
/// </summary>
internal sealed class SignedDispatch(Silo silo, BodyBudget budget, AccountRates rates, ProblemWriter problems)
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

        if (!rates.MayAsk(fields!.KeyId))
        {
            await problems.Write(context, ProblemTable.TooManyRequests);
            return;
        }

        using var buffer = new BodyBuffer(budget);
        if (await BodyReader.Refusal(context, route.Rule.BodyLimit, buffer) is { } fault)
        {
            await problems.Write(context, fault);
            return;
        }

        await Forward(context, route, fields, buffer);
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
        if (ShowsTheSigner(reply))
        {
            rates.Charge(fields.KeyId);
        }

        await (reply.Outcome.IsOk ? Send(context, reply) : problems.Write(context, reply.Outcome));
    }

    /// <summary>
    /// Whether the answer is one that only a good signature gets. A request can be malformed before anybody looks at its signature, and a sealed silo can
    /// look at none, also where it keeps the batch.
    /// </summary>
    private static bool ShowsTheSigner(Reply reply) => reply.Status != StatusCodes.Status202Accepted
        && reply.Outcome.Code is not (ProblemTable.Unauthorised or ProblemTable.Malformed or ProblemTable.Sealed or ProblemTable.InboxFull);

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

    private static Task Send(HttpContext context, Reply reply)
    {
        context.Response.StatusCode = reply.Status;
        return WholeBody.Send(context, Json, reply.Json);
    }
}
