using Broker.Policy;
using Broker.Policy.Testing;

namespace Broker.Cli;

/// <summary>The files that commands about policies read. Names in messages are those that the officer gave.</summary>
internal static class PolicyInput
{
    // One byte more than the reader takes, so that it is the reader who says that a file is too large, with its place.
    private const int MostBytes = (1024 * 1024) + 1;
    private const string Extension = ".yaml";
    private const string TestsExtension = ".tests.yaml";

    /// <summary>The bytes of a file, of one that is too large as many as show it.</summary>
    public static byte[] Bytes(string path)
    {
        if (!File.Exists(path))
        {
            throw new CommandFailure($"no file `{path}`");
        }

        using var stream = OpenOrRefuse(path);
        var bytes = new byte[Math.Min(MostBytes, stream.Length)];
        return bytes[..stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
    }

    public static PolicyReading Policy(string path) => SharingPolicyReader.Read(Bytes(path), path);

    /// <summary>Where the tests of a policy stand: <c>caf-2013.tests.yaml</c> beside <c>caf-2013.yaml</c>.</summary>
    public static string TestsBeside(string path) =>
        (path.EndsWith(Extension, StringComparison.Ordinal) ? path[..^Extension.Length] : path) + TestsExtension;

    /// <summary>The tests of a policy. None were asked for and none stand beside it: null.</summary>
    public static PolicyTestsReading? Tests(string? given, string path, SharingPolicy policy) =>
        given is null && !File.Exists(TestsBeside(path)) ? null
        : PolicyTestReader.Read(Bytes(given ?? TestsBeside(path)), given ?? TestsBeside(path), policy);

    /// <inheritdoc cref="Tests(string?, string, SharingPolicy)"/>
    public static PolicyTestsReading? Tests(string? given, string path, FaultyPolicy policy) =>
        given is null && !File.Exists(TestsBeside(path)) ? null
        : PolicyTestReader.Read(Bytes(given ?? TestsBeside(path)), given ?? TestsBeside(path), policy);

    private static FileStream OpenOrRefuse(string path)
    {
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure($"`{path}` could not be read");
        }
    }
}
