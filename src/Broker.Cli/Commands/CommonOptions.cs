using System.CommandLine;
using Broker.DisclosureControl;

namespace Broker.Cli;

/// <summary>Options that several commands share; each call makes its own, because an option belongs to one command.</summary>
internal static class CommonOptions
{
    private const string Country = "CAF";
    private const string CountryForm = "an ISO 3166-1 alpha-3 code, as CAF";

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

    public static Option<string> CountryCode() => new Option<string>("--country")
    {
        Description = "ISO 3166-1 alpha-3 code of the country",
        DefaultValueFactory = _ => Country,
    }.OnlyCountry();

    /// <summary>A country as what a command is about.</summary>
    public static Argument<string> CountryArgument()
    {
        Argument<string> argument = new("country") { Description = "ISO 3166-1 alpha-3 code of the country" };
        argument.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !IsCountry(token.Value))
            {
                result.AddError($"`country` needs {CountryForm}");
            }
        });
        return argument;
    }

    /// <summary>A period of the calendar: a block for its final, a week for its flash.</summary>
    public static Option<string> Period() => Text("--period", "Four-week period, as 2014-01, or week, as 2014-W05").Only(
        text => MeasuredPeriod.TryParse(text, out _), "a four-week period, as 2014-01, or a week, as 2014-W05");

    /// <summary>Takes three upper-case letters only.</summary>
    public static Option<string> OnlyCountry(this Option<string> option) => option.Only(IsCountry, CountryForm);

    private static bool IsCountry(string text) => text.Length == 3 && text.All(char.IsAsciiLetterUpper);

    private static Option<string> Only(this Option<string> option, Func<string, bool> isGood, string form)
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !isGood(token.Value))
            {
                result.AddError($"`{option.Name}` needs {form}");
            }
        });
        return option;
    }

    /// <summary>A required option's value; the parser has refused a command line without one.</summary>
    public static T Of<T>(this ParseResult result, Option<T> option) => result.GetRequiredValue(option);

    /// <inheritdoc cref="Of{T}(ParseResult, Option{T})"/>
    public static Uri At(this ParseResult result, Option<Uri> option)
        => result.GetValue(option) ?? throw new CommandFailure($"{option.Name} is missing");

    public static T Of<T>(this ParseResult result, Argument<T> argument) => result.GetRequiredValue(argument);
}
