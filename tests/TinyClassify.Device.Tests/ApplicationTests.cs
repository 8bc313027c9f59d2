using TinyClassify.Native;

namespace TinyClassify.Device.Tests;

/// <summary>The state machine: what a person does, and what the screen answers.</summary>
public sealed class ApplicationTests
{
    [Fact]
    public void Start_shows_what_the_board_holds()
    {
        using var board = new TestBoard().AddPictures("cat.bmp", "dog.bmp").Start();
        Assert.Equal(AppState.Ready, board.State);
        Assert.Equal(2, board.Application.Pictures.Count);
        Assert.Equal("Small test model", TestBoard.Text(board.Application.Classifier.Name));
        Assert.Equal(SmallModel.Labels, board.Application.Classifier.Labels.Select(TestBoard.Text));
        Assert.False(board.Board.IsLedOn);
    }

    [Fact]
    public void Button_steps_through_all_folders_in_name_order_and_wraps_around()
    {
        using var board = new TestBoard().AddPictures("b.bmp", "A.bmp", "c/2.bmp", "c/1.bmp", "c/d/e.bmp", "c10.bmp").Start();
        var seen = new List<string>();
        for (var i = 0; i < 7; i++) seen.Add(board.Press().FileName);
        Assert.Equal(["A.bmp", "b.bmp", "1.bmp", "2.bmp", "e.bmp", "c10.bmp", "A.bmp"], seen);
    }

    [Fact]
    public void Files_that_are_no_pictures_by_name_are_left_out()
    {
        using var board = new TestBoard().AddPictures("a.bmp", "._a.bmp", ".Trashes/b.bmp", "c.txt", "bmp", ".bmp").Start();
        Assert.Equal(1, board.Application.Pictures.Count);
    }

    [Fact]
    public void Scores_are_those_of_the_model()
    {
        using var board = new TestBoard().AddPictures("cat.bmp").Start().Press();
        using var model = Runtime.ClassifierModel.Open(SmallModel.File());
        model.ClassifyPicture(TestPictures.Bmp(0));
        var expected = model.Top(3);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(expected[i].ClassIndex, board.Application.Classifier.Top[i].ClassIndex);
            Assert.Equal(expected[i].Score, board.Application.Classifier.Top[i].Score);
            Assert.Equal(expected[i].ProbabilityPermille, board.Application.Classifier.Top[i].Permille);
        }
    }

    [Fact]
    public void A_long_press_goes_back_while_the_button_is_still_down()
    {
        using var board = new TestBoard().AddPictures("a.bmp", "b.bmp").Start().Press();
        board.Board.MoveButton(down: true);
        board.Settle().Pass(750);
        Assert.Equal(AppState.Ready, board.State);
        board.Board.MoveButton(down: false);
        Assert.Equal(AppState.Ready, board.Settle().State);
        Assert.Equal("a.bmp", board.Press().FileName);
    }

    [Fact]
    public void A_bouncing_button_counts_as_one_press()
    {
        using var board = new TestBoard().AddPictures("a.bmp", "b.bmp", "c.bmp").Start();
        foreach (var (down, wait) in new[] { (true, 2), (false, 1), (true, 3), (false, 1), (true, 150), (false, 2), (true, 4),
            (false, 200) })
        {
            board.Board.MoveButton(down);
            board.Clock.Advance(wait);
        }

        Assert.Equal("a.bmp", board.Settle().FileName);
        Assert.Equal("b.bmp", board.Press().FileName);
    }

    [Fact]
    public void A_touch_of_5_milliseconds_on_the_button_is_ignored()
    {
        using var board = new TestBoard().AddPictures("a.bmp").Start();
        Assert.Equal(AppState.Ready, board.Press(milliseconds: 5).State);
    }

    [Fact]
    public void Presses_that_come_while_it_works_are_all_taken()
    {
        using var board = new TestBoard().AddPictures("a.bmp", "b.bmp", "c.bmp", "d.bmp").Start();
        for (var i = 0; i < 3; i++)
        {
            board.Board.MoveButton(down: true);
            board.Clock.Advance(80);
            board.Board.MoveButton(down: false);
            board.Clock.Advance(80);
        }

        Assert.Equal("c.bmp", board.Settle().FileName);
    }

    [Fact]
    public void Touch_steps_both_ways_and_starts_the_slide_show()
    {
        using var board = new TestBoard().AddPictures("a.bmp", "b.bmp", "c.bmp").Start();
        Assert.Equal("c.bmp", board.Touch(10).FileName);
        Assert.Equal("a.bmp", board.Touch(470).FileName);
        Assert.Equal("c.bmp", board.Touch(10).FileName);
        Assert.True(board.Touch(240).Application.IsSlideshow);
        Assert.Equal("a.bmp", board.Pass(3050).FileName);
        Assert.Equal("b.bmp", board.Pass(3050).FileName);
        Assert.False(board.Touch(240).Application.IsSlideshow);
        Assert.Equal("b.bmp", board.Pass(9000).FileName);
    }

    [Fact]
    public void The_slide_show_is_shown_where_it_is_switched_on_over_a_broken_picture()
    {
        using var board = new TestBoard().AddPictures("b.bmp").Add("a.jpg", []).Start().Press();
        Assert.Equal(AppState.PictureTrouble, board.State);
        var frames = board.Board.Display.FrameCount;
        Assert.True(board.Touch(240).Application.IsSlideshow);
        Assert.Equal(frames + 1, board.Board.Display.FrameCount);
        Assert.Equal("b.bmp", board.Pass(3050).FileName);
    }

    [Theory]
    [InlineData("")]
    [InlineData("slideshow_seconds = 5")]
    public void The_slide_show_goes_on_or_stays_off_after_a_pull(string settings)
    {
        using var board = new TestBoard().AddPictures("a.bmp", "b.bmp")
            .Add("tinyclassify.ini", System.Text.Encoding.ASCII.GetBytes(settings)).Start().Press();
        foreach (var on in new[] { true, false })
        {
            if (board.Application.IsSlideshow != on) board.Touch(240);
            board.Eject();
            Assert.Equal(AppState.Showing, board.Insert().State);
            Assert.Equal(on, board.Application.IsSlideshow);
        }

        board.Eject().Add("tinyclassify.ini", "slideshow_seconds = 9"u8.ToArray());
        Assert.True(board.Insert().Application.IsSlideshow);
    }

    [Fact]
    public void The_slide_show_of_the_settings_begins_by_itself_and_passes_over_bad_pictures()
    {
        using var board = new TestBoard().AddPictures("a.bmp", "c.bmp").Add("b.jpg", [])
            .Add("tinyclassify.ini", "slideshow_seconds = 5\n"u8.ToArray());
        board.Start();
        Assert.Equal("", board.Pass(4900).FileName);
        Assert.Equal("a.bmp", board.Pass(200).FileName);
        Assert.Equal(AppState.PictureTrouble, board.Pass(5000).State);
        Assert.Equal("c.bmp", board.Pass(5100).FileName);
    }

    [Theory]
    [InlineData("cat.bmp", "cat")]
    [InlineData("cat_0012.bmp", "cat")]
    [InlineData("CAT-3.bmp", "cat")]
    [InlineData("cat3.bmp", "cat")]
    [InlineData("catalog.bmp", null)]
    [InlineData("mycat.bmp", null)]
    [InlineData("dog/17.bmp", "dog")]
    [InlineData("dog/cat.bmp", "cat")]
    [InlineData("dogs/17.bmp", null)]
    public void The_true_class_is_read_off_the_names(string name, string? expected)
    {
        using var board = new TestBoard().AddPictures(name).Start().Press();
        var index = board.Application.TrueClassIndex;
        Assert.Equal(expected, index < 0 ? null : SmallModel.Labels[index]);
    }

    [Fact]
    public void Accuracy_counts_each_picture_once()
    {
        using var board = new TestBoard().AddPictures("cat_1.bmp", "cat_2.bmp", "plain.bmp").Start();
        for (var i = 0; i < 9; i++) board.Press();
        Assert.Equal(2, board.Application.Pictures.JudgedCount);
        Assert.InRange(board.Application.Pictures.RightCount, 0, 2);
    }

    [Fact]
    public void A_model_without_labels_gets_numbered_classes_and_judges_nothing()
    {
        using var board = new TestBoard(model: SmallModel.File(labels: [], classes: 3)).AddPictures("cat.bmp").Start().Press();
        Assert.Equal(AppState.Showing, board.State);
        Assert.Equal("class 2", TestBoard.Text(board.Application.Classifier.Labels[2]));
        Assert.Equal(0, board.Application.Pictures.JudgedCount);
    }

    [Fact]
    public void Classes_input_size_memory_and_answers_follow_a_model_of_128_pixels()
    {
        string[] labels = ["tench", "golf ball", "church", "parachute"];
        var file = SmallModel.File(side: 128, labels: labels);
        using var board = new TestBoard(model: file);
        var card = Directory.GetFiles(RepositoryRoot.Combine("device/card"), "*.jpg")
            .ToDictionary(f => Path.GetFileName(f), File.ReadAllBytes);
        foreach (var (name, picture) in card) board.Add(name, picture);
        board.Start();
        var classifier = board.Application.Classifier;
        Assert.Equal((128, 128), (classifier.Fact(ModelFact.InputWidth), classifier.Fact(ModelFact.InputHeight)));
        Assert.Equal(labels, classifier.Labels.Select(TestBoard.Text));
        Assert.Equal(Runtime.ClassifierModel.Measure(file, kernels: Runtime.KernelSet.CortexM7).ArenaBytes,
            classifier.Fact(ModelFact.ArenaBytes));

        using var model = Runtime.ClassifierModel.Open(file);
        for (var i = 0; i < card.Count; i++)
        {
            var shown = board.Press().FileName;
            Assert.Equal(AppState.Showing, board.State);
            model.ClassifyPicture(card[shown]);
            Assert.Equal(model.Top(1)[0].ClassIndex, classifier.Top[0].ClassIndex);
            Assert.Equal(model.Top(1)[0].Score, classifier.Top[0].Score);
        }
    }

    [Fact]
    public void The_led_is_on_while_a_picture_is_read()
    {
        using var board = new TestBoard().AddPictures("a.bmp").Start();
        var during = false;
        board.Card.Accessing += () => during = board.Board.IsLedOn;
        board.Press();
        Assert.True(during);
        Assert.False(board.Board.IsLedOn);
    }

    [Fact]
    public void A_model_on_the_card_is_used_until_another_card_comes()
    {
        using var board = new TestBoard().AddPictures("a.bmp")
            .Add("classifier.tflite", SmallModel.File(side: 4, name: "From the card"));
        board.Start();
        Assert.Equal("From the card", TestBoard.Text(board.Application.Classifier.Name));
        Assert.Equal(AppState.Showing, board.Press().State);
        board.Eject();
        File.Delete(Path.Combine(board.Folder, "classifier.tflite"));
        board.Insert();
        Assert.Equal("Small test model", TestBoard.Text(board.Application.Classifier.Name));
    }

    [Fact]
    public void Settings_name_another_model_and_switch_the_results_off()
    {
        using var board = new TestBoard().AddPictures("a.bmp").Add("other.tflite", SmallModel.File(name: "Other"))
            .Add("tinyclassify.ini", "# comment\r\n\r\nmodel = other.tflite\r\nRESULTS=off\r\n"u8.ToArray());
        board.Start().Press();
        Assert.Equal("Other", TestBoard.Text(board.Application.Classifier.Name));
        Assert.False(File.Exists(Path.Combine(board.Folder, "results.csv")));
        Assert.Equal(0, board.Application.Note.Length);
    }

    [Theory]
    [InlineData("slideshow_seconds = soon")]
    [InlineData("slideshow_seconds = 99999")]
    [InlineData("results = maybe")]
    [InlineData("model = ../x.tflite")]
    [InlineData("colour = blue")]
    [InlineData("nonsense")]
    public void A_setting_that_is_not_understood_is_told_and_left_out(string line)
    {
        using var board = new TestBoard().AddPictures("a.bmp").Add("tinyclassify.ini", System.Text.Encoding.ASCII.GetBytes(line));
        board.Start();
        Assert.Equal(AppState.Ready, board.State);
        Assert.Equal($"tinyclassify.ini: not understood: {line}", TestBoard.Text(board.Application.Note));
    }

    [Fact]
    public void Versions_that_do_not_match_stop_with_a_screen_that_says_so()
    {
        using var board = new TestBoard().AddPictures("a.bmp");
        Firmware.InterfaceVersion = 7;
        board.Start().Press().Insert().Pass(2000);
        Assert.Equal(AppState.ModelTrouble, board.State);
        Assert.Contains("firmware has interface 7", board.ErrorText);
    }
}
