#include <CLI/CLI.hpp>
#include <chrono>
#include <future>
#include <iostream>
#include <memory>
#include <thread>

#include "commands.h"
#include "interrupt.h"
#include "loading_options.h"
#include "msmv/view/server.h"
#include "process.h"
#include "reading_options.h"

namespace msmv::app {
namespace {

struct ViewArguments {
  view::ServerOptions server;
  std::filesystem::path model;
  LoadOptions loading;
};

// Until Ctrl+C.
void serve(const ViewArguments& arguments) {
  view::ServerOptions options = arguments.server;
  options.load = [&arguments] {
    const auto path = arguments.model.empty() ? default_model_path() : arguments.model;
    return view::Expert{load_and_say(path, arguments.loading),
                        std::make_shared<const ModelFile>(model::read(path))};
  };
  view::Server server(options);
  std::cout << server.address() << std::endl;
  require_written_output();
  catch_interrupts();
  auto ended = std::async(std::launch::async, [&server] { server.serve(); });
  constexpr auto kPause = std::chrono::milliseconds(100);
  while (ended.wait_for(kPause) != std::future_status::ready) {
    if (was_interrupted()) {
      server.stop();
    }
  }
  ended.get();
}

}  // namespace

void add_view(Program& program) {
  const auto arguments = std::make_shared<ViewArguments>();
  view::ServerOptions& server = arguments->server;
  CLI::App* command = program.cli.add_subcommand(
      "view", "Shows pictures, slides and runs in the browser, until Ctrl+C");
  command
      ->add_option("PATH", server.paths, "pictures, slides, folders, and tables or folders of runs")
      ->required();
  command->add_option("--root", server.root, "root folder of a run's pictures");
  command->add_option(
      "--host", server.host,
      "address to listen on; any but this computer's own needs the token in the printed address "
      "[127.0.0.1]");
  command->add_option("--port", server.port, "port to listen on [any that is free]")
      ->check(CLI::Range(1, 65535));
  command->add_option("--model", arguments->model, "model file [the one that ships]");
  add_reading_options(*command, server.reading);
  add_loading_options(*command, arguments->loading);
  command->footer("Example: msmv view out/ slides/");
  command->callback([arguments] { serve(*arguments); });
}

}  // namespace msmv::app
