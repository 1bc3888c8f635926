#include "msmv/view/open_pictures.h"

#include <algorithm>

namespace msmv::view {
namespace {

constexpr std::int64_t kMostBytes = std::int64_t{512} << 20;
constexpr std::size_t kMostOpen = 8;

// A plain picture is held in memory, a slide read piece by piece.
std::int64_t bytes_of(const slide::SlideFacts& facts) {
  constexpr std::int64_t kOfSlide = std::int64_t{40} << 20;  // OpenSlide's own cache, and more
  return facts.vendor == "picture" ? facts.extent.width * facts.extent.height * 3 : kOfSlide;
}

}  // namespace

std::shared_ptr<const slide::Slide> OpenPictures::open(const std::filesystem::path& path) {
  // One at a time: many threads that ask for one large picture would each read it.
  const std::lock_guard lock(mutex_);
  const auto found = std::ranges::find(entries_, path, &Entry::path);
  if (found != entries_.end()) {
    entries_.splice(entries_.begin(), entries_, found);
    return entries_.front().slide;
  }
  auto slide = std::make_shared<const slide::Slide>(path);
  const std::int64_t bytes = bytes_of(slide->facts());
  entries_.push_front({path, std::move(slide), bytes});
  make_room();
  return entries_.front().slide;
}

void OpenPictures::make_room() {
  std::int64_t bytes = 0;
  std::size_t count = 0;
  for (auto entry = entries_.begin(); entry != entries_.end();) {
    bytes += entry->bytes;
    ++count;
    const bool fits = count == 1 || (bytes <= kMostBytes && count <= kMostOpen);
    entry = fits ? std::next(entry) : entries_.erase(entry);
  }
}

}  // namespace msmv::view
