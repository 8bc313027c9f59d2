using System.CommandLine;
using System.Globalization;
using TinyClassify.Trainer.Libtorch;
using TorchSharp;

namespace TinyClassify.Trainer.Cli;

/// <summary>Where to compute and where the pictures lie: options of the machine, not of the experiment.</summary>
internal sealed class MachineOptions
{
    private readonly Option<string?> _data = CommonOptions.Data();

    private readonly Option<int> _threads = new("--threads") { Description = "CPU threads; 0 takes one a core.", HelpName = "N" };

    private readonly Option<string> _device = new("--device")
    {
        Description = "Where to compute.",
        DefaultValueFactory = _ => "cpu"
    };

    private readonly Option<string> _precision = new("--precision")
    {
        Description = "Number format of activations while training; auto takes bfloat16 where the CPU multiplies it natively.",
        DefaultValueFactory = _ => Training.Precision.Automatic,
    };

    private readonly Option<int> _saveEvery = new("--save-every")
    {
        Description = "Seconds between saved states: the work that a kill may cost.",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => 30,
    };

    public MachineOptions()
    {
        _device.AcceptOnlyFromAmong("cpu", "cuda");
        _precision.AcceptOnlyFromAmong(Training.Precision.Automatic, Training.Precision.Single, Training.Precision.Half);
        RequireRange(_threads, 0, 1024);
        RequireRange(_saveEvery, 0, 86_400);
    }

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _data, _threads, _device, _precision, _saveEvery })
            command.Options.Add(option);
    }

    public string? Data(ParseResult parsed) => parsed.GetValue(_data);

    public int Threads(ParseResult parsed) => parsed.GetValue(_threads);

    public TimeSpan SaveInterval(ParseResult parsed) => TimeSpan.FromSeconds(parsed.GetValue(_saveEvery));

    /// <exception cref="UnavailableDeviceException">libtorch finds no such device.</exception>
    public torch.Device Device(ParseResult parsed)
    {
        if (parsed.GetValue(_device) == "cpu")
            return torch.CPU;
        if (!torch.cuda.is_available())
            throw new UnavailableDeviceException(
                "--device cuda: libtorch finds no CUDA device. It needs an NVIDIA driver and a libtorch-cuda package of the "
                + "same version "
                + "in place of libtorch-cpu; --device cpu works everywhere.");
        return torch.CUDA;
    }

    public torch.ScalarType Precision(ParseResult parsed, torch.Device device) =>
        Training.Precision.Resolve(parsed.GetValue(_precision)!, device);

    /// <returns>These options as they were given, to hand them on.</returns>
    public IReadOnlyList<string> Given(ParseResult parsed) =>
    [
        .. Data(parsed) is { } data ? (string[])["--data", data == Dataset.Imagenette.DataName ? data : Path.GetFullPath(data)]
            : [],
        "--threads", Threads(parsed).ToString(CultureInfo.InvariantCulture),
        "--device", parsed.GetValue(_device)!,
        "--precision", parsed.GetValue(_precision)!,
        "--save-every", parsed.GetValue(_saveEvery).ToString(CultureInfo.InvariantCulture),
    ];

    private static void RequireRange(Option<int> option, int lowest, int highest) => option.Validators.Add(result =>
    {
        // A value that is no number is reported by the parser itself, after the validators have run.
        if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var value)
            && (value < lowest || value > highest))
            result.AddError($"{option.Name} is {value}; expected {lowest} to {highest}.");
    });
}
