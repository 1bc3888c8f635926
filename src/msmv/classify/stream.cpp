#include "msmv/classify/stream.h"

#include <future>
#include <utility>

#include "msmv/files/content_hash.h"
#include "msmv/files/regular_file.h"
#include "msmv/image/field.h"
#include "msmv/values/errors.h"

namespace msmv {
namespace {

// The pixel side of one picture: all that can be done before the network has its turn.
Classified read_and_prepare(const PictureToClassify& picture, const Config& config,
                            image::ReadOptions reading) {
  Classified result;
  result.path = picture.path;
  if (!reading.given_um_per_px) {
    reading.given_um_per_px = picture.um_per_px;
  }
  try {
    const files::Stamp before = files::stamp_of(picture.path);
    result.content_hash = files::content_hash_of_file(picture.path);
    const Photo photo = image::read(picture.path, reading);
    files::require_unchanged(picture.path, before);
    result.um_per_px = photo.um_per_px;
    result.um_per_px_source = photo.um_per_px_source;
    result.prepared = prepare(photo, config);
  } catch (const InputError& error) {
    result.fault = error.fault();
  }
  return result;
}

// Every rectangle that leaves msmv is in the pixels of the original picture.
void lead_back(Diagnosis& diagnosis, const Field& field) {
  for (ViewScores& voter : diagnosis.views) {
    for (PixelRect& window : voter.region.windows) {
      window = image::to_original(field, window);
    }
  }
}

}  // namespace

void classify_stream(const NextPicture& next, const TakeResult& take, const Model& model,
                     const image::ReadOptions& reading) {
  const auto start_next = [&]() -> std::future<Classified> {
    const auto picture = next();
    if (!picture) {
      return {};
    }
    return std::async(std::launch::async, read_and_prepare, *picture, std::cref(model.config),
                      reading);
  };
  std::future<Classified> coming = start_next();
  while (coming.valid()) {
    Classified current = coming.get();
    coming = start_next();
    if (current.fault.empty()) {
      current.diagnosis = diagnose(current.prepared, model);
      lead_back(current.diagnosis, current.prepared.field);
      current.prepared.patches = {};
    }
    if (!take(std::move(current))) {
      return;  // the future's destructor waits for the picture that is being prepared
    }
  }
}

}  // namespace msmv
