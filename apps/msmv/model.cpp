#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

#include "commands.h"
#include "enum_option.h"
#include "msmv/model/model_file.h"
#include "msmv/model/store.h"
#include "msmv/model/summary.h"
#include "msmv/pfenet/import_encoder.h"
#include "msmv/pfenet/named_encoders.h"
#include "msmv/runs/input_files.h"
#include "msmv/values/in_quotes.h"
#include "say.h"

namespace msmv::app {
namespace {

void show(const std::filesystem::path& path, bool as_json) {
  const ModelFile model = model::read(path);
  const std::string text =
      as_json ? model::summary(model).dump(2) + "\n" : model::summary_text(model);
  std::fputs(text.c_str(), stdout);
}

void add_show(CLI::App& model) {
  struct Arguments {
    std::filesystem::path path;
    bool as_json = false;
  };
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* command = model.add_subcommand("show", "Shows a model's settings and provenance");
  command->add_option("FILE", arguments->path, "model file")->required();
  command->add_flag("--json", arguments->as_json, "print all of it as JSON");
  command->footer("Example: msmv model show models/msmv.safetensors");
  command->callback([arguments] { show(arguments->path, arguments->as_json); });
}

void add_import(CLI::App& model) {
  struct Arguments {
    std::filesystem::path from, to;
    std::string form;
  };
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* command = model.add_subcommand(
      "import", "Converts encoder weights as others publish them to safetensors to train with");
  command
      ->add_option("CHECKPOINT", arguments->from,
                   "safetensors, or .pth and .bin as torch.save writes them")
      ->required();
  command->add_option("--encoder-form", arguments->form,
                      "architecture of the encoder: FILE.json (docs/encoders.md), or one of " +
                          pfenet::named_encoder_choices() + " [seen from torchvision's names]");
  command->add_option("--output", arguments->to, "file to write")->required();
  command->footer("Example: msmv model import resnet50.pth --output resnet50.safetensors");
  command->callback([arguments] {
    runs::require_other_than({arguments->from}, arguments->to);
    if (!arguments->form.empty()) {
      const auto written = pfenet::import_to_file(
          arguments->from, pfenet::encoder_form(arguments->form), arguments->to);
      std::printf("%s: %s, %zu tensors, %lld parameters\n", arguments->to.c_str(),
                  std::string(enum_name(written.config.backbone)).c_str(), written.tensors,
                  static_cast<long long>(written.parameters));
      if (!written.left_out.empty()) {
        say("the classifier's head was left out (" + in_quotes(written.left_out.front()) +
            (written.left_out.size() > 1 ? ", ...)" : ")"));
      }
      return;
    }
    const pfenet::ImportedEncoder encoder = pfenet::import_encoder(arguments->from);
    pfenet::write_encoder(arguments->to, encoder);
    std::printf("%s: %s, %zu tensors\n", arguments->to.c_str(),
                std::string(enum_name(encoder.backbone)).c_str(), encoder.tensors.size());
  });
}

void add_store(CLI::App& model) {
  struct Arguments {
    std::filesystem::path from, to;
    weights::Storage storage = weights::Storage::q8;
  };
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* command = model.add_subcommand(
      "store", "Stores a model's weights in fewer bits and measures the rounding");
  command->add_option("FILE", arguments->from, "model file")->required();
  add_enum_option(*command, "--weights", arguments->storage, "number format of the stored weights")
      ->required();
  command->add_option("--output", arguments->to, "file to write")->required();
  command->footer(
      "Example: msmv model store big.safetensors --weights q8 --output small.safetensors");
  command->callback([arguments] {
    runs::require_other_than({arguments->from}, arguments->to);
    const model::StoreReport report =
        model::store(arguments->from, arguments->to, arguments->storage);
    std::printf("%s: %.1f MB, was %.1f MB; id %s\n", arguments->to.c_str(),
                static_cast<double>(report.bytes_after) / 1e6,
                static_cast<double>(report.bytes_before) / 1e6, report.id.c_str());
    if (!report.worst_tensor.empty()) {
      std::printf("rounding changed %s most: by %.3g %% (root mean square)\n",
                  report.worst_tensor.c_str(), 100 * report.worst_relative_rms);
    }
  });
}

}  // namespace

void add_model(Program& program) {
  CLI::App* model =
      program.cli.add_subcommand("model", "Shows, imports, stores, calibrates and exports models");
  model->require_subcommand(1);
  model->footer("Example: msmv model show models/msmv.safetensors");
  add_show(*model);
  add_import(*model);
  add_store(*model);
  add_calibrate(*model);
  add_export(*model);
  add_temperature(*model);
}

}  // namespace msmv::app
