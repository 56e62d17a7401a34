using System.Text.Json;

namespace Broker.Sealing.Tests.Support;

internal static class VectorFiles
{
    public static string Folder(string family) => Path.Combine(VectorFolders.Own, family);

    public static JsonElement Json(string family, string file) => new VectorFile(file, Path.Combine(Folder(family), file)).Json();
}
