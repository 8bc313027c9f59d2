namespace System.Text
{
    public abstract class Encoding
    {
        public static Encoding UTF8 { get { return null; } }

        public virtual byte[] GetBytes(string s) { return null; }

        public virtual char[] GetChars(byte[] bytes, int byteIndex, int byteCount) { return null; }

        public virtual string GetString(byte[] bytes, int index, int count) { return null; }
    }
}
