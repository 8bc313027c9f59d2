namespace TinyClassify.Device.Tests;

public sealed class NanoSubsetTests
{
    [Fact]
    public void Device_sources_use_nothing_that_breaks_on_nanoFramework()
    {
        var breaches = DeviceSources.Projects.SelectMany(DeviceSources.Files)
            .SelectMany(path => NanoSubset.Breaches(DeviceSources.Parse(File.ReadAllText(path), path)))
            .ToArray();
        Assert.True(breaches.Length == 0, string.Join("\n", breaches));
    }

    [Theory]
    [InlineData("class C { int[,] a; }")]
    [InlineData("class C { object a = new int[2, 3]; }")]
    [InlineData("class C { System.Func<int> f; }")]
    [InlineData("using System.Collections.Generic; class C { List<int> l; }")]
    [InlineData("class C<T> { }")]
    [InlineData("class C { void M<T>() { } }")]
    [InlineData("class C { unsafe void M() { int* p = stackalloc int[3]; } }")]
    [InlineData("class C { unsafe void M(byte[] b) { fixed (byte* p = b) { } } }")]
    [InlineData("interface I { int M() { return 1; } }")]
    [InlineData("interface I { int M() => 1; }")]
    [InlineData("interface I { int P => 1; }")]
    [InlineData("interface I { int P { get { return 1; } } }")]
    [InlineData("class C { int? n; }")]
    [InlineData("class C { string? s; }")]
    [InlineData("class C { (int, int) M() { return (1, 2); } }")]
    [InlineData("class C { void M() { var (a, b) = N(); } }")]
    [InlineData("record R(int A);")]
    [InlineData("class C { System.Collections.IEnumerable M() { yield return 1; } }")]
    [InlineData("class C { async void M() { } }")]
    [InlineData("class C { void M(int[] a) { var b = a[1..]; } }")]
    [InlineData("class C { int M(int[] a) { return a[^1]; } }")]
    [InlineData("class C { int M(int a) { return checked(a + 1); } }")]
    [InlineData("class C { void M() { checked { } } }")]
    [InlineData("class C { decimal d; }")]
    [InlineData("class C { object d = 1.5m; }")]
    [InlineData("using System.Linq; class C { }")]
    [InlineData("class C { object s = new System.Diagnostics.Stopwatch(); }")]
    [InlineData("namespace N; class C { }")]
    [InlineData("class C { string s = \"\"\"raw\"\"\"; }")]
    [InlineData("class C { required public int X { get; set; } }")]
    [InlineData("global using System;")]
    public void What_breaks_is_found(string source)
    {
        Assert.NotEmpty(NanoSubset.Breaches(DeviceSources.Parse(source)));
    }

    [Theory]
    [InlineData("class C { int[][] a; int M(object o) { return o is int i ? i : 0; } }")]
    [InlineData("class C { string M(int a) { return $\"{a:x}\" + (a switch { 1 => \"one\", _ => \"more\" }); } }")]
    [InlineData("class C { event System.EventHandler E; void M() { E += (s, e) => { }; lock (this) { unchecked { } } } }")]
    [InlineData("struct S { public int A; } class C { S[] s = new S[3]; void M() { ref S r = ref s[0]; using var d = new D(); "
        + "} }")]
    [InlineData("interface I { int M(); int P { get; set; } }")]
    public void What_works_is_left_alone(string source)
    {
        Assert.Empty(NanoSubset.Breaches(DeviceSources.Parse(source)));
    }
}
