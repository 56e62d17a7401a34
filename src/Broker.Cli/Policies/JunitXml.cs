using System.Globalization;
using System.Text;
using System.Xml;

namespace Broker.Cli;

/// <summary>
/// Writes cases as JUnit XML: <c>testsuites</c>, one <c>testsuite</c>, a <c>testcase</c> each with a <c>failure</c> where something is wrong.
/// References: the format that the Jenkins xUnit plugin and other runners read (llg.cubic.org/docs/junit). No times: they would differ from run to run.
/// </summary>
internal static class JunitXml
{
    public static string Write(JunitSuite suite)
    {
        StringBuilder text = new();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true }))
        {
            xml.WriteStartElement("testsuites");
            WriteCounts(xml, suite);
            xml.WriteStartElement("testsuite");
            WriteCounts(xml, suite);
            foreach (var one in suite.Cases)
            {
                WriteCase(xml, one);
            }

            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        return $"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{text}\n";
    }

    private static void WriteCounts(XmlWriter xml, JunitSuite suite)
    {
        xml.WriteAttributeString("name", Clean(suite.Name));
        xml.WriteAttributeString("tests", suite.Cases.Count.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("failures", suite.Cases.Count(one => one.Code is not null).ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("errors", "0");
    }

    private static void WriteCase(XmlWriter xml, JunitCase one)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", Clean(one.Group));
        xml.WriteAttributeString("name", Clean(one.Name));
        if (one.Code is not null)
        {
            xml.WriteStartElement("failure");
            xml.WriteAttributeString("type", one.Code);
            xml.WriteAttributeString("message", Clean(one.Message ?? one.Code));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    // A file's name, and the rarest characters of a policy, may be none that XML takes.
    private static string Clean(string text)
    {
        StringBuilder clean = new(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var isXml = rune.Value > char.MaxValue || XmlConvert.IsXmlChar((char)rune.Value);
            clean.Append(isXml ? rune.ToString() : "\ufffd");
        }

        return clean.ToString();
    }
}
