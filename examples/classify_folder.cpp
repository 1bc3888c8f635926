// Classifies the pictures of a folder into a table, as `msmv classify` does: a bad one is a row
// with its fault, and a run that was killed is resumed. usage: classify_folder FOLDER TABLE.csv

#include <cstdio>
#include <exception>
#include <filesystem>
#include <iostream>

#include "msmv/dataset/read.h"
#include "msmv/runs/classify_pictures.h"

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: classify_folder FOLDER TABLE.csv\n");
    return 2;
  }
  const msmv::runs::Watch watch{
      .show =
          [](const msmv::runs::Step& step) {
            std::printf("%s %lld of %lld\n", step.what.c_str(), static_cast<long long>(step.done),
                        static_cast<long long>(step.of));
          },
      .say = [](const std::string& line) { std::fprintf(stderr, "%s\n", line.c_str()); }};
  try {
    msmv::runs::ClassifyPictures options;
    options.paths = {argv[1]};
    options.model_path = msmv::default_model_path();
    options.rows.output = argv[2];
    options.rows.resume = std::filesystem::exists(options.rows.output.string() + ".partial");
    const auto listed = msmv::dataset::list_pictures(options.paths, std::cin, {});
    const msmv::Model model = msmv::load_model(options.model_path, {});
    const msmv::runs::Ended ended = msmv::runs::classify_pictures(listed, model, options, watch);
    return ended.failed == 0 ? 0 : 1;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
