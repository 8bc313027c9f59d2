using System.Net;
using Microsoft.AspNetCore.Http;

namespace TinyClassify.VirtualBoard.Web;

/// <summary>Lets in only what this machine's own page or scripts send: a page of another origin must not press buttons or read
/// the card.</summary>
internal static class RequestGuard
{
    /// <summary>Refuses a request whose Host is not loopback (DNS rebinding), or whose Origin or fetch metadata is another
    /// site's. A link on any page may open the board's own: that reads nothing for the other page, and changes nothing.</summary>
    public static async Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src blob:; connect-src "
            + "'self'; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin"; // A page that opens this one gets no hold of its window.
        headers.CacheControl = "no-store";
        if (!IsLoopback(context.Request.Host.Host))
        {
            await RefuseAsync(context, $"The host '{context.Request.Host}' is not this machine.");
            return;
        }

        var origin = context.Request.Headers.Origin.ToString();
        var own = $"{context.Request.Scheme}://{context.Request.Host}";
        var site = context.Request.Headers["Sec-Fetch-Site"].ToString();
        var isForeign = (site is "cross-site" or "same-site") && !OpensPage(context.Request);
        if ((origin.Length > 0 && origin != own) || isForeign)
        {
            await RefuseAsync(context, "The request comes from another origin.");
            return;
        }

        await next(context);
    }

    // A frame is not a document of its own: its Sec-Fetch-Dest is "iframe".
    private static bool OpensPage(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Path == "/"
        && request.Headers["Sec-Fetch-Mode"] == "navigate" && request.Headers["Sec-Fetch-Dest"] == "document";

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static Task RefuseAsync(HttpContext context, string reason)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return context.Response.WriteAsync(reason);
    }
}
