#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "commands.h"
#include "enum_option.h"
#include "msmv/model/model_file.h"
#include "msmv/network/export_model.h"
#include "msmv/runs/input_files.h"
#include "say.h"

namespace msmv::app {
namespace {

enum class ExportFormat { openvino };

constexpr EnumNames<ExportFormat, 1> enum_names(ExportFormat) {
  return {{{ExportFormat::openvino, "openvino"}}};
}

void export_model(const std::filesystem::path& from, const std::filesystem::path& to) {
  runs::require_other_than({from}, to);
  runs::require_other_than({from}, std::filesystem::path(to).replace_extension(".bin"));
  const Exported written = export_openvino(model::read(from), to);
  std::printf("%s, %s: pixels of a patch to %s\n", to.c_str(), written.weights.c_str(),
              written.has_probabilities ? "encodings and probabilities" : "encodings");
  say("stain normalisation, the choice of key regions and the vote are no part of it" +
      std::string(written.has_probabilities
                      ? ""
                      : "; nor is FDNet, which sees the patches of all scales together") +
      " (docs/export.md)");
}

}  // namespace

void add_export(CLI::App& model) {
  struct Arguments {
    std::filesystem::path from, to;
    ExportFormat format = ExportFormat::openvino;
  };
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* command = model.add_subcommand(
      "export", "Exports a model's network for other programs, from patch to probabilities");
  command->add_option("MODEL", arguments->from, "model file")->required();
  add_enum_option(*command, "--format", arguments->format, "file format")->required();
  command
      ->add_option("--output", arguments->to,
                   "file to write, .xml; its weights are written beside it")
      ->required();
  command->footer(
      "Example: msmv model export models/msmv.safetensors --format openvino --output msmv.xml");
  command->callback([arguments] { export_model(arguments->from, arguments->to); });
}

}  // namespace msmv::app
