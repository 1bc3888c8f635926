#pragma once

#include <filesystem>
#include <list>
#include <memory>
#include <mutex>

#include "msmv/slide/slide.h"

namespace msmv::view {

// The pictures and slides that were looked at last, kept open; as many as fit into 512 MiB of
// pixels, and at most eight.
class OpenPictures {
 public:
  // Any thread may call. Throws InputError as Slide does.
  std::shared_ptr<const slide::Slide> open(const std::filesystem::path& path);

 private:
  struct Entry {
    std::filesystem::path path;
    std::shared_ptr<const slide::Slide> slide;
    std::int64_t bytes = 0;
  };
  void make_room();

  std::mutex mutex_;
  std::list<Entry> entries_;  // the last one first
};

}  // namespace msmv::view
