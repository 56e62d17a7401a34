using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace Broker.Gateway.WebKeys;

/// <summary>Wraps the secret part of a key under the vault; what is left is one element that holds base64 and nothing else.</summary>
internal sealed class WebKeysEncryptor(WebKeysClient keys) : IXmlEncryptor
{
    /// <summary>Name of the element.</summary>
    public const string Element = "vaultWrapped";

    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        // The framework made this element of the key's text, so that a copy in its own strings is there in any case.
        var plain = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        try
        {
            return new EncryptedXmlInfo(new XElement(Element, Convert.ToBase64String(keys.Wrap(plain))), typeof(WebKeysDecryptor));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }
}
