namespace TinyClassify.Tflite.Tests;

public sealed class CommittedModelTests
{
    [Fact]
    public void The_committed_C_array_and_labels_are_those_of_the_committed_model()
    {
        string folder = RepositoryRoot.Combine("native-interop", "model");
        byte[] model = File.ReadAllBytes(Path.Combine(folder, "classifier.tflite"));
        Assert.Equal(CArrayWriter.Write(model, "classifier.tflite"),
            File.ReadAllText(Path.Combine(folder, "classifier.tflite.c")));
        Assert.Equal(ModelCArray.Header(model, "classifier.tflite"),
            File.ReadAllText(Path.Combine(folder, "classifier.tflite.h")));
        Assert.Equal(TfliteReader.ReadGraph(model).Labels, File.ReadAllLines(Path.Combine(folder, "labels.txt")));
    }
}
