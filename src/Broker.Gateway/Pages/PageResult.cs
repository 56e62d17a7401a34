using System.Text;

namespace Broker.Gateway.Pages;

/// <summary>Sends a page; its status is set before.</summary>
internal static class PageResult
{
    public static Task Write(HttpContext context, Html page)
    {
        var bytes = Encoding.UTF8.GetBytes(page.ToString());
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.ContentLength = bytes.Length;
        return context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }
}
