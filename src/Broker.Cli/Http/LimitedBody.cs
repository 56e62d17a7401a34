namespace Broker.Cli;

/// <summary>Reads an answer that may be of any length, up to what is expected.</summary>
internal static class LimitedBody
{
    private const int Step = 64 * 1024;

    public static async Task<byte[]> ReadAsync(Stream body, string path, int limit, CancellationToken cancellation)
    {
        using MemoryStream read = new();
        var step = new byte[Step];
        for (var length = await body.ReadAsync(step, cancellation); length > 0; length = await body.ReadAsync(step, cancellation))
        {
            if (read.Length + length > limit)
            {
                throw CommandFailure.No($"the gateway's `{path}` is longer than any such file: it was not read on");
            }

            read.Write(step, 0, length);
        }

        return read.ToArray();
    }
}
