#include "msmv/training/run_log.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <string>

#include "msmv/files/atomic_file.h"
#include "msmv/values/errors.h"

namespace msmv::training {

void begin_log(const std::filesystem::path& path, int epochs) {
  std::string kept;
  std::ifstream old(path);
  for (std::string line; epochs > 0 && std::getline(old, line);) {
    const Json entry = Json::parse(line, nullptr, false);
    if (entry.is_object() && entry.contains("epoch") && entry["epoch"].is_number_integer() &&
        entry["epoch"] <= epochs) {
      kept += line + "\n";
    }
  }
  files::write_atomically(path, kept);
}

void append_to_log(const std::filesystem::path& path, const Json& line) {
  errno = 0;
  std::ofstream log(path, std::ios::app);
  log << line.dump() << std::endl;
  if (!log) {
    const std::string why = errno != 0 ? std::string(": ") + std::strerror(errno) : "";
    throw OutputError(path, "can't be written" + why);
  }
}

Json log_entries(const Validation& validation) {
  return {{"val_loss", validation.loss},
          {"val_accuracy", validation.image_accuracy},
          {"val_patch_accuracy", validation.patch_accuracy},
          {"val_images", validation.images},
          {"val_patches", validation.patches}};
}

}  // namespace msmv::training
