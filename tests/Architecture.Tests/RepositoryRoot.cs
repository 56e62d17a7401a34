namespace Architecture.Tests;

/// <summary>The checkout that these tests look at: the folder of Broker.sln above the test assembly.</summary>
internal static class RepositoryRoot
{
    public static string Path { get; } = Find();

    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Broker.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("these tests run inside of a checkout: no Broker.sln was found above them");
    }
}
