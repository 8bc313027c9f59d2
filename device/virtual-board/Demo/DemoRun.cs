using System.Diagnostics;
using System.Text;
using TinyClassify.Device.Text;
using TinyClassify.Device;
using TinyClassify.Device.Images;
using TinyClassify.Native;
using TinyClassify.VirtualBoard.Simulation;

namespace TinyClassify.VirtualBoard.Demo;

/// <summary>A run without a person: every picture of the card once.</summary>
public sealed class DemoRun
{
    private const int PressMilliseconds = 120;

    private readonly ManualClock _clock = new();
    private readonly SimulatedBoard _board;
    private readonly Application _application;
    private readonly DemoOptions _options;
    private readonly TextWriter _out;
    private readonly DemoSummary _summary = new();
    private readonly DemoResults _results = new();

    private DemoRun(DemoOptions options, FolderCard card, TextWriter output)
    {
        _options = options;
        _out = output;
        _board = new SimulatedBoard(card, _clock, options.RelayClass);
        _application = new Application(_board.Parts);
    }

    /// <summary>Runs it.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static int Run(DemoOptions options, TextWriter output, TextWriter error)
    {
        if (!Directory.Exists(options.CardFolder))
        {
            error.WriteLine($"The card's folder {options.CardFolder} does not exist. Give a folder of pictures with --card DIR.");
            return ExitCode.NotDone;
        }

        try
        {
            Firmware.LoadModel(options.ModelFile);
            Directory.CreateDirectory(options.OutFolder);
            var card = new FolderCard(options.CardFolder, options.WriteResults);
            card.Insert();
            return new DemoRun(options, card, output).Run(error);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            error.WriteLine(e.Message);
            return ExitCode.NotDone;
        }
    }

    // The application has one state for a card that is empty and one that cannot be read.
    private static bool HoldsNoPictures()
    {
        var pictures = new PictureList(new Card());
        var status = pictures.BeginScan() < 0 ? -1 : 1;
        while (status > 0) status = pictures.ContinueScan();
        return status == 0 && pictures.Count == 0;
    }

    private int Run(TextWriter error)
    {
        foreach (var old in Directory.GetFiles(_options.OutFolder, "*.png")) File.Delete(old);
        _application.Start();
        SaveScreen(0, "start");
        if (_application.State != AppState.Ready)
        {
            var trouble = _application.Trouble;
            error.WriteLine($"{trouble.Title}: {Text(trouble.Detail)} {trouble.Remedy}");
            return _application.State == AppState.CardTrouble && HoldsNoPictures() ? ExitCode.EmptyCard : ExitCode.NotDone;
        }

        var classifier = _application.Classifier;
        var count = _application.Pictures.Count;
        _out.WriteLine($"Card   {_options.CardFolder}: {count} {(count == 1 ? "picture" : "pictures")}");
        _out.WriteLine(
            $"Model  {Text(classifier.Name)}: {classifier.Labels.Length} classes, "
            + $"{classifier.Fact(ModelFact.KiloMacs) / 1000.0:F2} M multiply-accumulates, "
            + $"{classifier.Fact(ModelFact.ArenaBytes) / 1024.0:F1} KB arena");
        if (_application.Note.Length > 0) _out.WriteLine($"Note   {Text(_application.Note)}");
        _out.WriteLine();
        var table = new DemoTable(_application, _board, _out);
        table.WriteHead();
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < count; i++)
        {
            Press();
            SaveScreen(i + 1, Path.GetFileNameWithoutExtension(_application.Pictures.PathAt(i)));
            table.WriteLine();
            _summary.Add(_application);
            _results.Add(_application);
        }

        if (_options.JsonFile is not null) _results.Write(_options.JsonFile);
        _summary.Write(_out, watch.Elapsed, count + 1, _options.OutFolder);
        return _summary.FailedCount > 0 ? ExitCode.PicturesFailed : ExitCode.Success;
    }

    private void Press()
    {
        _board.MoveButton(down: true);
        _clock.Advance(PressMilliseconds);
        _board.MoveButton(down: false);
        _application.Step();
        _application.Step();
        while (_application.State == AppState.Reading) _application.Step();
        _clock.Advance(PressMilliseconds);
    }

    private void SaveScreen(int number, string name)
    {
        var safe = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '_'));
        if (safe.Length > 60) safe = safe[..60];
        LcdPicture.Save(_board.Display, Path.Combine(_options.OutFolder, $"{number:D2}-{safe}.png"));
    }

    internal static string Text(TextLine line) => Encoding.UTF8.GetString(line.Bytes, 0, line.Length);
}
