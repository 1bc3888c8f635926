#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "commands.h"
#include "data_options.h"
#include "msmv/runs/temper_model.h"
#include "msmv/values/decimal.h"
#include "terminal.h"
#include "within.h"

namespace msmv::app {
namespace {

void print(const runs::TemperModel& run, const runs::TemperedModel& made) {
  std::printf("%s: temperature %s; id %s\n", run.output.c_str(), decimal(made.temperature).c_str(),
              made.id.c_str());
  if (made.calibration) {
    const report::Calibration& fitted = *made.calibration;
    std::printf(
        "%zu images, each %s at the temperature of the others: expected calibration error %.3f, "
        "was %.3f; negative log-likelihood %.3f, was %.3f\n",
        fitted.cases, fitted.is_by_model ? "model's" : "fifth", fitted.tempered.error,
        fitted.as_given.error, fitted.tempered.negative_log_likelihood,
        fitted.as_given.negative_log_likelihood);
  }
}

}  // namespace

void add_temperature(CLI::App& model) {
  const auto run = std::make_shared<runs::TemperModel>();
  CLI::App* command = model.add_subcommand(
      "temperature", "Sets the temperature of a model's scores, which changes no class");
  command->add_option("FILE", run->model, "model file")->required();
  CLI::Option_group* what = command->add_option_group("Temperature");
  what->add_option("--value", run->temperature, "below 1: surer scores; above 1: more modest ones")
      ->check(within(vote::kLeastTemperature, vote::kMostTemperature));
  CLI::Option* predictions = what->add_option(
      "--predictions", run->predictions,
      "CSV to fit it on, of images that were not trained on, as predictions/ROW.csv of reproduce");
  what->require_option(1);
  add_data_options(*command, run->data);
  CLI::Option* data = command->get_option("--data")->required(false);
  predictions->needs(data);
  data->needs(predictions);
  add_split_option(*command, run->split);
  command->add_option("--output", run->output, "file to write")->required();
  command->footer(
      "Example: msmv model temperature m.safetensors --predictions looks/predictions/row.csv \\\n"
      "           --data manifest.csv --output tempered.safetensors");
  command->callback([run] {
    Terminal terminal;
    const runs::TemperedModel made = runs::temper(*run, terminal.watch());
    terminal.clear();
    print(*run, made);
  });
}

}  // namespace msmv::app
