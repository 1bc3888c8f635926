#pragma once

#include <filesystem>

#include "commands.h"
#include "msmv/runs/picture_batch.h"

namespace msmv::app {

// A subcommand that makes files of each of many pictures.
struct PictureArguments {
  runs::PictureBatch batch;
  std::filesystem::path root;  // that a manifest's files lie in
};
void add_picture_options(CLI::App& command, PictureArguments& arguments);

// All of them. Throws Interrupted when stopped.
Outcome make_of_each(const PictureArguments& arguments, const runs::MakeFiles& make);

}  // namespace msmv::app
