namespace Broker.Gateway.Pages;

/// <summary>The frame of every page: language, skip link, navigation with the current page marked, footer.</summary>
internal static class Layout
{
    private static readonly (string Path, string Name)[] Roles =
    [
        ("/", "Start"),
        ("/depositor", "Depositor"),
        ("/requester", "Requester"),
        ("/auditor", "Auditor"),
        ("/policy-officer", "Policy officer"),
        ("/operator", "Operator"),
    ];

    /// <summary>A whole page. <paramref name="path"/> is the page's own place in the navigation, empty for none.</summary>
    public static Html Page(string path, string title, Html lead, Html body) => Html.Of($"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex, nofollow">
        <title>{title} · Broker</title>
        <link rel="stylesheet" href="/assets/broker.css">
        </head>
        <body>
        <a class="skip" href="#content">Skip to the content</a>
        <header class="top">
        <div class="wrap bar">
        <p class="mark"><a href="/">Broker</a></p>
        <nav aria-label="Roles"><ul>{Html.Each(Roles, role => Link(role.Path, role.Name, path))}</ul></nav>
        </div>
        </header>
        <main id="content" class="wrap" tabindex="-1">
        <h1>{title}</h1>
        <p class="lead">{lead}</p>
        {body}
        </main>
        <footer class="wrap foot">
        <p>Every page here shows only what anyone may see. No script, no cookie, nothing from other sites.
        What can go wrong is listed under <a href="/problems">problems</a>.</p>
        </footer>
        </body>
        </html>

        """);

    private static Html Link(string path, string name, string current) => path == current
        ? Html.Of($"""<li><a href="{path}" aria-current="page">{name}</a></li>""")
        : Html.Of($"""<li><a href="{path}">{name}</a></li>""");
}
