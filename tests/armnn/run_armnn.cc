// Runs int8 .tflite files in Arm NN, a second reader of the format that shares no code with LiteRT.
//
//   run_armnn MODEL.tflite INPUTS.bin OUTPUTS.bin   runs every input in the file and writes every output
//
// Debian: libarmnn-dev libarmnntfliteparser-dev libarmnn-cpuref-backend22. Exit code 0, or 1 with a line on stderr.
#include <armnn/ArmNN.hpp>
#include <armnnTfLiteParser/ITfLiteParser.hpp>

#include <cstdint>
#include <exception>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace {

std::vector<char> ReadFile(const char* path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error(std::string("cannot read ") + path);
  return std::vector<char>(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
}

void Check(armnn::Status status, const std::string& what) {
  if (status != armnn::Status::Success) throw std::runtime_error(what);
}

void Run(const char* model_path, const char* inputs_path, const char* outputs_path) {
  auto parser = armnnTfLiteParser::ITfLiteParser::Create();
  armnn::INetworkPtr network = parser->CreateNetworkFromBinaryFile(model_path);
  const auto input = parser->GetNetworkInputBindingInfo(0, parser->GetSubgraphInputTensorNames(0).at(0));
  const auto output = parser->GetNetworkOutputBindingInfo(0, parser->GetSubgraphOutputTensorNames(0).at(0));

  armnn::IRuntimePtr runtime = armnn::IRuntime::Create(armnn::IRuntime::CreationOptions());
  const std::vector<armnn::BackendId> backends = {armnn::Compute::CpuRef};
  armnn::IOptimizedNetworkPtr optimized = armnn::Optimize(*network, backends, runtime->GetDeviceSpec());
  if (!optimized) throw std::runtime_error("the reference backend does not take the network");
  armnn::NetworkId id;
  std::string message;
  Check(runtime->LoadNetwork(id, std::move(optimized), message), message);

  const std::vector<char> inputs = ReadFile(inputs_path);
  const size_t bytes = input.second.GetNumBytes();
  if (inputs.empty() || inputs.size() % bytes != 0) {
    throw std::runtime_error("inputs hold " + std::to_string(inputs.size()) + " bytes; expected a multiple of " +
                             std::to_string(bytes));
  }
  std::ofstream file(outputs_path, std::ios::binary);
  std::vector<char> result(output.second.GetNumBytes());
  for (size_t at = 0; at < inputs.size(); at += bytes) {
    Check(runtime->EnqueueWorkload(id, {{input.first, armnn::ConstTensor(input.second, &inputs[at])}},
                                   {{output.first, armnn::Tensor(output.second, result.data())}}),
          "the inference failed");
    file.write(result.data(), static_cast<std::streamsize>(result.size()));
  }
  file.close();
  if (!file) throw std::runtime_error(std::string("cannot write ") + outputs_path);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: run_armnn MODEL.tflite INPUTS.bin OUTPUTS.bin\n";
    return 2;
  }
  try {
    Run(argv[1], argv[2], argv[3]);
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "run_armnn: " << error.what() << '\n';
    return 1;
  }
}
