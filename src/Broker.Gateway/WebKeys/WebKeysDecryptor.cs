using System.Security.Cryptography;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace Broker.Gateway.WebKeys;

/// <summary>Opens what <see cref="WebKeysEncryptor"/> wrapped. The framework makes it by its name in the stored element, with this constructor.</summary>
internal sealed class WebKeysDecryptor(IServiceProvider services) : IXmlDecryptor
{
    private readonly WebKeysClient keys = services.GetRequiredService<WebKeysClient>();

    public XElement Decrypt(XElement encryptedElement)
    {
        var wrapped = Wrapped(encryptedElement);
        if (!keys.TryUnwrap(wrapped, out var plain))
        {
            throw new CryptographicException("a key of the gateway was not wrapped by this vault");
        }

        try
        {
            return WebKeysRepository.Parse(plain);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    private static byte[] Wrapped(XElement element)
    {
        var bytes = new byte[element.Value.Length];
        return element.Name == WebKeysEncryptor.Element && Convert.TryFromBase64String(element.Value, bytes, out var written)
            ? bytes[..written]
            : throw new CryptographicException("a key of the gateway is not of the form that this vault wraps");
    }
}
