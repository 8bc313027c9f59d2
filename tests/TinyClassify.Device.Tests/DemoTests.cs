using TinyClassify.VirtualBoard;
using TinyClassify.VirtualBoard.Demo;

namespace TinyClassify.Device.Tests;

public sealed class DemoTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tinyclassify-demo-").FullName;
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();

    private string Card => Path.Combine(_folder, "card");

    private string Screens => Path.Combine(_folder, "lcd");

    [Fact]
    public void Built_in_card_gives_a_line_and_a_screen_for_each_picture()
    {
        Assert.Equal(ExitCode.Success, Run(RepositoryRoot.Combine("device/card")));
        var text = _out.ToString();
        foreach (var label in SmallModel.Labels) Assert.Matches($@"(?m)^{label}\.jpg +{label} +\w+ +[\d.]+ %", text);
        Assert.Contains("10 pictures classified", text);
        Assert.Contains("of 10 right", text);
        var screens = Directory.GetFiles(Screens).Select(Path.GetFileName).Order().ToArray();
        Assert.Equal(11, screens.Length);
        Assert.Equal("00-start.png", screens[0]);
        Assert.Equal("01-airplane.png", screens[1]);
        Assert.False(File.Exists(RepositoryRoot.Combine("device/card/results.csv")));
    }

    [Fact]
    public void Bad_pictures_have_a_line_each_and_the_run_goes_on()
    {
        AddFile("a.bmp", TestPictures.Bmp(0));
        AddFile("b.jpg", []);
        AddFile("c.jpg", "text"u8.ToArray());
        AddFile("d.bmp", TestPictures.Bmp(1));
        Assert.Equal(ExitCode.PicturesFailed, Run(Card));
        Assert.Matches(@"(?m)^b\.jpg +Damaged picture: ", _out.ToString());
        Assert.Matches(@"(?m)^c\.jpg +Not a picture we read: ", _out.ToString());
        Assert.Contains("2 pictures classified", _out.ToString());
        Assert.Contains("2 could not be", _out.ToString());
        Assert.Equal(5, Directory.GetFiles(Screens).Length);
    }

    [Fact]
    public void A_missing_folder_is_told_with_what_to_do()
    {
        Assert.Equal(ExitCode.NotDone, Run(Path.Combine(_folder, "none")));
        Assert.Contains("does not exist. Give a folder of pictures with --card DIR.", _error.ToString());
    }

    [Fact]
    public void An_empty_card_is_told()
    {
        Directory.CreateDirectory(Card);
        Assert.Equal(ExitCode.EmptyCard, Run(Card));
        Assert.Contains("No pictures", _error.ToString());
        Assert.True(File.Exists(Path.Combine(Screens, "00-start.png")));
    }

    [SkippableFact]
    public void A_card_that_cannot_be_read_is_not_an_empty_one()
    {
        Skip.If(Environment.UserName == "root", "root can read every folder");
        AddFile("a.bmp", TestPictures.Bmp(0));
        Allow(UnixFileMode.None);
        try
        {
            Assert.Equal(ExitCode.NotDone, Run(Card));
            Assert.Contains("Card cannot be read", _error.ToString());
        }
        finally
        {
            Allow(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        void Allow(UnixFileMode mode)
        {
            Skip.If(OperatingSystem.IsWindows(), "Windows knows no such modes");
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Card, mode);
        }
    }

    [Theory]
    [InlineData("demo --no-such-option")]
    [InlineData("demo --card")]
    [InlineData("demo a b")]
    [InlineData("board --port many")]
    [InlineData("board --port 70000")]
    [InlineData("no-such-verb")]
    public async Task Wrong_arguments_do_not_look_like_pictures_that_failed(string arguments) =>
        Assert.Equal(ExitCode.NotDone, await VirtualBoardProgram.RunAsync(arguments.Split(' ')));

    [Fact]
    public void A_folder_that_cannot_be_made_is_told()
    {
        AddFile("a.bmp", TestPictures.Bmp(0));
        File.WriteAllText(Screens, "a file is in the way");
        Assert.Equal(ExitCode.NotDone, Run(Card));
        Assert.NotEmpty(_error.ToString());
    }

    [Fact]
    public void A_missing_model_is_told()
    {
        AddFile("a.bmp", TestPictures.Bmp(0));
        Assert.Equal(ExitCode.NotDone, Run(Card, Path.Combine(_folder, "none.tflite")));
        Assert.Contains("There is no model", _error.ToString());
    }

    [Fact]
    public void A_truncated_model_is_told()
    {
        AddFile("a.bmp", TestPictures.Bmp(0));
        var model = Path.Combine(_folder, "cut.tflite");
        File.WriteAllBytes(model, SmallModel.File()[..500]);
        Assert.Equal(ExitCode.NotDone, Run(Card, model));
        Assert.Contains("Model does not open: model corrupt", _error.ToString());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void AddFile(string name, byte[] contents)
    {
        Directory.CreateDirectory(Card);
        File.WriteAllBytes(Path.Combine(Card, name), contents);
    }

    private int Run(string card, string? model = null)
    {
        if (model == null)
        {
            model = Path.Combine(_folder, "model.tflite");
            File.WriteAllBytes(model, SmallModel.File());
        }

        return DemoRun.Run(new DemoOptions(card, Screens, model, WriteResults: false), _out, _error);
    }
}
