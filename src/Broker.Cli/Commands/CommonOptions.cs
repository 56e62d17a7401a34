using System.CommandLine;

namespace Broker.Cli;

/// <summary>Options that several commands share; each call makes its own, because an option belongs to one command.</summary>
internal static class CommonOptions
{
    private const string Country = "CAF";

    public static Option<Uri> Gateway() => Address("--gateway", "Address of the gateway, as http://localhost:5080", required: true);

    /// <summary>An absolute http or https address; the parser of command lines knows no addresses by itself.</summary>
    public static Option<Uri> Address(string name, string description, bool required) => new(name)
    {
        Description = description,
        Required = required,
        CustomParser = result =>
        {
            if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var address)
                && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps))
            {
                return address;
            }

            result.AddError($"`{name}` needs an address that begins with http:// or https://");
            return null;
        },
    };

    public static Option<string> Folder(string name, string description) => new(name) { Description = description, Required = true };

    public static Option<string> Text(string name, string description, bool required = true) => new(name) { Description = description, Required = required };

    public static Option<string> CountryCode() => new("--country")
    {
        Description = "ISO 3166-1 alpha-3 code of the country",
        DefaultValueFactory = _ => Country,
    };

    /// <summary>A required option's value; the parser has refused a command line without one.</summary>
    public static T Of<T>(this ParseResult result, Option<T> option) => result.GetRequiredValue(option);

    /// <inheritdoc cref="Of{T}(ParseResult, Option{T})"/>
    public static Uri At(this ParseResult result, Option<Uri> option)
        => result.GetRequiredValue(option) ?? throw new CommandFailure($"{option.Name} is missing");

    public static T Of<T>(this ParseResult result, Argument<T> argument) => result.GetRequiredValue(argument);
}
