using System.Data.Common;

namespace Broker.Silo.Storage;

/// <summary>Short forms for the values of a row.</summary>
internal static class RowExtensions
{
    public static byte[] Bytes(this DbDataReader reader, int ordinal) => (byte[])reader.GetValue(ordinal);
}
