using System.Security.Cryptography;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Broker.Gateway.WebKeys;

/// <summary>
/// Stores the elements of DataProtection's key ring in the silo, each wrapped whole under the vault. Their secrets are wrapped
/// already (<see cref="WebKeysEncryptor"/>); wrapping the whole also says who made it: whoever can write to the store could
/// otherwise add a key of its own, in clear, and sign in with it.
/// </summary>
internal sealed partial class WebKeysRepository(WebKeysClient keys, ILogger<WebKeysRepository> logger) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        var elements = new List<XElement>();
        foreach (var stored in keys.Read())
        {
            if (!keys.TryUnwrap(stored, out var bytes))
            {
                LogForeign(logger);
                continue;
            }

            try
            {
                elements.Add(Parse(bytes));
            }
            finally
            {
                CryptographicOperations.ZeroMemory(bytes);
            }
        }

        return elements;
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        var bytes = Encoding.UTF8.GetBytes(element.ToString(SaveOptions.DisableFormatting));
        try
        {
            keys.Store(friendlyName, keys.Wrap(bytes));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>Reads an element; no document type, nothing from outside.</summary>
    internal static XElement Parse(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes, writable: false);
        using var reader = XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        return XElement.Load(reader);
    }
}
