using System.Diagnostics;

namespace TinyClassify.Tflite.Tests;

/// <summary>The files that the fuzzer of the native reader kept, through the C# reader: read, or refused with its own exceptions,
/// in bounded time and memory.</summary>
public sealed class FuzzCorpusTests
{
    private const long MostBytes = 64 << 20;
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(20);

    [Fact]
    public void Every_file_of_the_corpus_is_read_or_refused_in_bounded_time_and_memory()
    {
        string[] files = Directory.GetFiles(RepositoryRoot.Combine("native-interop", "fuzz", "corpus", "model"));
        int read = 0, refused = 0;
        foreach (string path in files)
        {
            byte[] file = File.ReadAllBytes(path);
            long before = GC.GetAllocatedBytesForCurrentThread();
            var clock = Stopwatch.StartNew();
            try
            {
                var inspection = ModelInspection.Of(TfliteReader.Read(file));
                Assert.NotEmpty(TextReport.Write(inspection));
                Assert.NotEmpty(HtmlReport.Write(inspection));
                TfliteReader.ReadGraph(file);
                read++;
            }
            catch (Exception error) when (error is InvalidDataException or NotSupportedException)
            {
                Assert.NotEmpty(error.Message);
                refused++;
            }
            catch (Exception error)
            {
                Assert.Fail($"{path}: {error}");
            }

            Assert.True(clock.Elapsed < s_longest, $"{path} took {clock.Elapsed}.");
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated < MostBytes, $"{path} took {allocated} bytes of memory; expected less than {MostBytes}.");
        }

        Assert.True(read >= 10 && refused >= 10, $"{read} files are sound and {refused} damaged; expected some of each.");
    }
}
