namespace Broker.Cli;

/// <summary>Where a passphrase comes from: a file, a person at the terminal, or the first line of standard input.</summary>
internal static class Passphrase
{
    /// <summary>Fewest bytes of a new one: the file that it protects may be stolen and tried offline.</summary>
    public const int Shortest = 12;

    private const int Limit = 1024;

    /// <summary>A passphrase that was chosen before.</summary>
    public static SecretBytes Read(CommandContext context, string? file)
        => file is not null ? FirstLine(SecretBytes.ReadFile(file, Limit))
            : context.AskSecret is { } ask ? ask("passphrase: ")
            : FirstLine(SecretBytes.Read(context.Input(), Limit) ?? throw new CommandFailure($"a passphrase is at most {Limit} bytes"));

    /// <summary>A new passphrase; a person types it twice.</summary>
    public static SecretBytes ReadNew(CommandContext context, string? file)
    {
        var first = Read(context, file);
        if (first.Length < Shortest)
        {
            first.Dispose();
            throw new CommandFailure($"a passphrase has at least {Shortest} characters: better several words drawn by dice");
        }

        if (file is null && context.AskSecret is { } ask)
        {
            using var second = ask("the same again: ");
            if (!second.Span.SequenceEqual(first.Span))
            {
                first.Dispose();
                throw new CommandFailure("the two differ: nothing was made");
            }
        }

        return first;
    }

    private static SecretBytes FirstLine(SecretBytes secret)
    {
        var end = secret.Span.IndexOf((byte)'\n');
        secret.Length = end < 0 ? secret.Length : end;
        secret.Length = secret.Span.TrimEnd((byte)'\r').Length;
        return secret;
    }
}
