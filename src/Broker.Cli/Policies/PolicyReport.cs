using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Broker.Cli;

/// <summary>What a command about policies found, in each form in which it can be told. Specification: docs/specs/sharing-policy.md, "Tools".</summary>
/// <param name="Lines">For people.</param>
/// <param name="Document">The JSON document; its <c>kind</c> names its shape and version.</param>
/// <param name="Suite">The same as cases; null for a command that has none.</param>
/// <param name="Code">The exit code.</param>
internal sealed record PolicyReport(IReadOnlyList<string> Lines, object Document, JunitSuite? Suite, int Code)
{
    private const string TextFormat = "text";
    private const string JsonFormat = "json";
    private const string JunitFormat = "junit";

    // Sentences hold backticks, which would be hard to read escaped; nothing of this is put into a page.
    private static readonly JsonSerializerOptions Form = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The option that chooses the form, with JUnit where there are cases.</summary>
    public static Option<string> FormatOption(bool hasCases)
    {
        string[] words = hasCases ? [TextFormat, JsonFormat, JunitFormat] : [TextFormat, JsonFormat];
        Option<string> option = new("--format")
        {
            Description = $"Lines for people (text), one document (json){(hasCases ? ", or cases for what runs tests (junit)" : string.Empty)}",
            DefaultValueFactory = _ => TextFormat,
        };
        return option.AcceptOnlyFromAmong(words);
    }

    /// <summary>Tells the report and gives its exit code. Documents go past the console, which would break their lines.</summary>
    /// <exception cref="CommandFailure">The output takes nothing: it is closed, or its disk is full.</exception>
    public int Tell(CommandContext context, string format, TextWriter output)
    {
        try
        {
            Write(context, format, output);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure("the answer could not be written: the output is closed or its disk is full; nothing was changed");
        }

        return Code;
    }

    private void Write(CommandContext context, string format, TextWriter output)
    {
        if (format == JsonFormat)
        {
            output.Write(JsonSerializer.Serialize(Document, Form) + "\n");
        }
        else if (format == JunitFormat)
        {
            output.Write(JunitXml.Write(Suite!));
        }
        else
        {
            foreach (var line in Lines)
            {
                context.Say(line);
            }
        }

        output.Flush();
    }
}
