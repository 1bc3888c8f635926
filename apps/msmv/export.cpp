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

enum class ExportFormat { openvino, torchscript, onnx };

constexpr EnumNames<ExportFormat, 3> enum_names(ExportFormat) {
  return {{{ExportFormat::openvino, "openvino"},
           {ExportFormat::torchscript, "torchscript"},
           {ExportFormat::onnx, "onnx"}}};
}

Exported export_as(ExportFormat format, const ModelFile& model, const std::filesystem::path& to) {
  switch (format) {
    case ExportFormat::torchscript:
      return export_torchscript(model, to);
    case ExportFormat::onnx:
      return export_onnx(model, to);
    case ExportFormat::openvino:
      break;
  }
  return export_openvino(model, to);
}

void export_model(const std::filesystem::path& from, ExportFormat format,
                  const std::filesystem::path& to) {
  runs::require_other_than({from}, to);
  for (const auto& beside : beside_export(to)) {
    runs::require_other_than({from}, beside);
  }
  const Exported written = export_as(format, model::read(from), to);
  std::string files;
  for (const auto& file : written.files) {
    files += (files.empty() ? "" : ", ") + file.string();
  }
  std::printf("%s: a patch to %s\n", files.c_str(),
              !written.has_head                     ? "its encoding"
              : format == ExportFormat::torchscript ? "logits of the classes"
                                                    : "its encoding and probabilities");
  say("stain normalisation, the choice of key regions and the vote are no part of it" +
      std::string(
          written.has_head ? "" : "; nor is FDNet, which sees the patches of all scales together") +
      (format == ExportFormat::torchscript && !written.has_head
           ? ", so there is no config.json for WSInfer, which wants classes of one patch"
           : "") +
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
      ->add_option(
          "--output", arguments->to,
          "file to write: .xml (its weights are written beside it), .pt (with WSInfer's config.json "
          "beside it) or .onnx")
      ->required();
  command->footer(
      "Example: msmv model export models/msmv.safetensors --format openvino --output msmv.xml");
  command->callback(
      [arguments] { export_model(arguments->from, arguments->format, arguments->to); });
}

}  // namespace msmv::app
