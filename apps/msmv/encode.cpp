#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "commands.h"
#include "loading_options.h"
#include "msmv/classify/encode.h"
#include "msmv/dataset/read.h"
#include "msmv/image/read.h"
#include "msmv/pfenet/named_encoders.h"
#include "msmv/runs/encode_pictures.h"
#include "msmv/runs/input_files.h"
#include "reading_options.h"
#include "say.h"
#include "terminal.h"

namespace msmv::app {
namespace {

struct EncodeArguments {
  std::vector<std::string> paths;
  std::filesystem::path root, model, encoder, output;
  std::string form;
  bool as_patch = false;
  image::ReadOptions reading;
  LoadOptions loading;
};

ModelFile file_of(const EncodeArguments& arguments) {
  if (arguments.encoder.empty()) {
    return model::read(arguments.model.empty() ? default_model_path() : arguments.model);
  }
  return encoder_alone(
      arguments.form.empty()
          ? pfenet::import_encoder(arguments.encoder)
          : pfenet::import_encoder(arguments.encoder, pfenet::encoder_form(arguments.form)));
}

// Nothing that is read may be written.
void require_no_input_replaced(const EncodeArguments& arguments, const dataset::Reading& listed) {
  runs::InputFiles inputs = runs::inputs_of(listed.dataset, listed.faults);
  for (const auto& file : {arguments.model, arguments.encoder}) {
    inputs.add(file);
  }
  if (arguments.form.ends_with(".json")) {
    inputs.add(arguments.form);
  }
  inputs.require_other(arguments.output);
}

Outcome encode_all(const EncodeArguments& arguments) {
  files::check_extension(arguments.output);
  const dataset::Reading listed = dataset::list_pictures(arguments.paths, std::cin, arguments.root);
  require_no_input_replaced(arguments, listed);
  const SeenAs seen = arguments.as_patch ? SeenAs::patch : SeenAs::field;
  const Model model = encoder_of(file_of(arguments), seen, arguments.loading);
  if (!model.network->facts().fallback.empty()) {
    say(model.network->facts().fallback);
  }
  files::FeatureTable table;
  table.facts = {{"encoder", arguments.encoder.empty() ? model.id : arguments.encoder.string()},
                 {"precision", model.network->facts().precision},
                 {"runtime", model.network->facts().runtime}};
  Terminal terminal;
  const runs::Ended ended =
      runs::encode_pictures(listed, model, seen, arguments.reading, table, terminal.watch());
  terminal.clear();
  if (ended.is_complete() && table.rows() > 0) {
    files::write_features(arguments.output, table);
    std::printf("%s: %zu rows of %zu features\n", arguments.output.c_str(), table.rows(),
                table.features);
  }
  return outcome_of(ended);
}

}  // namespace

void add_encode(Program& program) {
  const auto arguments = std::make_shared<EncodeArguments>();
  CLI::App* command = program.cli.add_subcommand(
      "encode", "Computes features of pictures by an encoder or a model");
  command->add_option("IMAGE", arguments->paths, "pictures, folders, manifests (*.csv) or -")
      ->required();
  command->add_option("--root", arguments->root, "root folder of a manifest's files");
  CLI::Option* model =
      command->add_option("--model", arguments->model, "model file [the one that ships]");
  CLI::Option* encoder = command
                             ->add_option("--encoder", arguments->encoder,
                                          "encoder of `msmv model import`, or weights as published")
                             ->excludes(model);
  command
      ->add_option("--encoder-form", arguments->form,
                   "architecture of the encoder: a name or FILE.json (docs/encoders.md)")
      ->needs(encoder);
  command->add_option("--output", arguments->output, "table to write: .csv, .npy or .h5")
      ->required();
  command->add_flag("--as-patch", arguments->as_patch,
                    "encode each picture as one patch at the encoder's input size, without stain "
                    "normalisation [the key regions of a field]");
  add_reading_options(*command, arguments->reading);
  add_loading_options(*command, arguments->loading);
  command->footer(
      "Example: msmv encode tiles/ --encoder uni.safetensors --as-patch --output tiles.h5");
  command->callback([arguments, &program] { program.outcome = encode_all(*arguments); });
}

}  // namespace msmv::app
