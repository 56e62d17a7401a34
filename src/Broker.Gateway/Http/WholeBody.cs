namespace Broker.Gateway.Http;

/// <summary>Sends an answer whose bytes are all there; status and other headers are set before.</summary>
internal static class WholeBody
{
    public static Task Send(HttpContext context, string type, ReadOnlyMemory<byte> content)
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = content.Length;
        return context.Response.Body.WriteAsync(content, context.RequestAborted).AsTask();
    }
}
