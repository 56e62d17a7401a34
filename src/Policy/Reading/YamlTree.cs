using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Broker.Policy.Reading;

/// <summary>
/// Makes a tree of a file: scalars are texts, whatever they look like; keys are scalars and unique.
/// Recursion is bounded, because <see cref="YamlGuard"/> has bounded the depth.
/// </summary>
internal sealed class YamlTree
{
    private readonly Parser _parser;
    private readonly Findings _findings;

    private YamlTree(string text, Findings findings)
    {
        _parser = new Parser(new Scanner(new StringReader(text), skipComments: true));
        _findings = findings;
    }

    internal static YamlNode? Read(string text, Findings findings)
    {
        try
        {
            return new YamlGuard(findings).Passes(text) ? new YamlTree(text, findings).ReadDocument() : null;
        }
        catch (YamlException error)
        {
            // The library's own message may quote the file; the place is enough.
            findings.Error(Place.Line(error.Start), Place.Column(error.Start), PolicyCodes.YamlSyntax, "not well-formed yaml");
            return null;
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException or NullReferenceException or IndexOutOfRangeException)
        {
            // Faults of the library at some broken files (seen with damaged copies of real ones): the file is refused.
            findings.Error(1, 1, PolicyCodes.YamlSyntax, "not well-formed yaml");
            return null;
        }
    }

    private YamlNode? ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (_parser.TryConsume<StreamEnd>(out _))
        {
            _findings.Error(1, 1, PolicyCodes.WrongShape, "the file is empty");
            return null;
        }

        _parser.Consume<DocumentStart>();
        YamlNode root = ReadNode();
        _parser.Consume<DocumentEnd>();
        _parser.Consume<StreamEnd>();
        return root;
    }

    private YamlNode ReadNode()
    {
        if (_parser.TryConsume<SequenceStart>(out var sequence))
        {
            return ReadSequence(sequence);
        }

        return _parser.TryConsume<MappingStart>(out var mapping) ? ReadMapping(mapping) : ReadScalar();
    }

    private YamlScalar ReadScalar()
    {
        Scalar scalar = _parser.Consume<Scalar>();
        var node = new YamlScalar(scalar.Value, Place.Line(scalar.Start), Place.Column(scalar.Start));

        // An escape in a quoted scalar can hold what the bytes of the file may not.
        int first = scalar.Value.AsSpan().IndexOfAnyExceptInRange(' ', '~');
        foreach (char character in first < 0 ? [] : scalar.Value.AsSpan(first))
        {
            if ((character != '\n' && YamlBytes.IsForbidden(character)) || char.IsSurrogate(character))
            {
                _findings.Error(node, PolicyCodes.ForbiddenCharacter, YamlBytes.Describe(character));
                break;
            }
        }

        return node;
    }

    private YamlSequence ReadSequence(SequenceStart start)
    {
        var items = new List<YamlNode>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(ReadNode());
        }

        return new YamlSequence(items, Place.Line(start.Start), Place.Column(start.Start));
    }

    private YamlMapping ReadMapping(MappingStart start)
    {
        var entries = new List<YamlEntry>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            YamlNode key = ReadNode();
            YamlNode value = ReadNode();
            if (key is not YamlScalar name)
            {
                _findings.Error(key, PolicyCodes.WrongShape, "a key must be a name");
            }
            else if (!seen.Add(name.Value))
            {
                _findings.Error(key, PolicyCodes.DuplicateKey, $"duplicate key {Findings.Quote(name.Value)}");
            }
            else
            {
                entries.Add(new YamlEntry(name, value));
            }
        }

        return new YamlMapping(entries, Place.Line(start.Start), Place.Column(start.Start));
    }
}
