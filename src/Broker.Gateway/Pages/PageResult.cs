using System.Text;
using Broker.Gateway.Http;

namespace Broker.Gateway.Pages;

/// <summary>Sends a page; its status is set before.</summary>
internal static class PageResult
{
    public static Task Write(HttpContext context, Html page) =>
        WholeBody.Send(context, "text/html; charset=utf-8", Encoding.UTF8.GetBytes(page.ToString()));
}
