using YamlDotNet.Core;

namespace Broker.Policy.Reading;

/// <summary>Places in a file. The file is at most 1 MiB, so they fit.</summary>
internal static class Place
{
    internal static int Line(Mark mark) => Math.Max(1, (int)mark.Line);

    internal static int Column(Mark mark) => Math.Max(1, (int)mark.Column);
}
