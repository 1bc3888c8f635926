#include "msmv/report/slide_files.h"

#include <zlib.h>

#include <algorithm>
#include <memory>
#include <ostream>
#include <sstream>

#include "msmv/files/atomic_file.h"
#include "msmv/files/content_hash.h"
#include "msmv/image/write.h"
#include "msmv/report/heat_map.h"
#include "msmv/report/slide_review.h"
#include "msmv/values/errors.h"

namespace msmv::report {
namespace {

namespace fs = std::filesystem;

// All that may be of a slide of this name, whatever the options were.
std::vector<fs::path> possible_files(const SlideFileOptions& options, const std::string& name) {
  const fs::path& folder = options.folder;
  std::vector<fs::path> files = {folder / "model-outputs-csv" / (name + ".csv"),
                                 folder / "model-outputs-geojson" / (name + ".geojson"),
                                 folder / "model-outputs-geojson" / (name + ".geojson.gz"),
                                 folder / "heatmaps" / (name + ".png"),
                                 folder / "masks" / (name + ".png"),
                                 folder / "features" / (name + ".h5"),
                                 folder / "regions-to-review" / (name + ".csv")};
  std::error_code ignored;
  std::vector<fs::path> pictures;
  for (const auto& entry : fs::directory_iterator(folder / "regions-to-review" / name, ignored)) {
    pictures.push_back(entry.path());
  }
  std::ranges::sort(pictures);
  files.insert(files.end(), pictures.begin(), pictures.end());
  return files;
}

fs::path made(const fs::path& path) {
  std::error_code fault;
  fs::create_directories(path.parent_path(), fault);
  if (fault) {
    throw OutputError(path.parent_path(), "can't be made: " + fault.message());
  }
  return path;
}

// A gzip file of it, without a time or a name.
std::string compressed(const std::string& text) {
  constexpr int kGzip = 15 + 16;
  z_stream stream{};
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kGzip, 8, Z_DEFAULT_STRATEGY) !=
      Z_OK) {
    throw std::bad_alloc();
  }
  const std::unique_ptr<z_stream, int (*)(z_stream*)> end(&stream, deflateEnd);
  std::string out(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  if (deflate(&stream, Z_FINISH) != Z_STREAM_END) {
    throw std::runtime_error("zlib can't compress the GeoJSON");
  }
  out.resize(stream.total_out);
  return out;
}

void write_geojson(const SlideFileOptions& options, const SlideReport& report,
                   const ClassNames& classes) {
  const fs::path folder = options.folder / "model-outputs-geojson";
  if (!options.compresses_geojson) {
    files::write_atomically(made(folder / (report.name + ".geojson")),
                            [&](std::ostream& out) { write_tile_geojson(out, report, classes); });
    return;
  }
  std::ostringstream text;
  write_tile_geojson(text, report, classes);
  files::write_atomically(made(folder / (report.name + ".geojson.gz")), compressed(text.str()));
}

}  // namespace

fs::path feature_path(const SlideFileOptions& options, const std::string& name) {
  return made(options.folder / "features" / (name + ".h5"));
}

void remove_slide_files(const SlideFileOptions& options, const std::string& name) {
  for (const fs::path& file : possible_files(options, name)) {
    std::error_code ignored;
    fs::remove(file, ignored);
  }
}

void write_slide_files(const SlideFileOptions& options, const SlideReport& report,
                       const slide::Slide& slide, const ClassNames& classes) {
  image::write(made(options.folder / "masks" / (report.name + ".png")),
               draw_tissue_mask(report.plan));
  files::write_atomically(made(options.folder / "model-outputs-csv" / (report.name + ".csv")),
                          [&](std::ostream& out) { write_tile_csv(out, report, classes); });
  write_geojson(options, report, classes);
  image::write(made(options.folder / "heatmaps" / (report.name + ".png")),
               draw_heat_map(report, classes));
  if (options.review > 0 && !report.tiles.empty()) {
    write_review(made(options.folder / "regions-to-review" / report.name).parent_path(), report,
                 slide, classes, options.review);
  }
}

std::string hash_of_slide_files(const SlideFileOptions& options, const std::string& name) {
  std::string text;
  for (const fs::path& file : possible_files(options, name)) {
    std::error_code ignored;
    if (fs::is_regular_file(file, ignored)) {
      text += file.filename().string() + " " + files::content_hash_of_file(file) + "\n";
    }
  }
  return files::content_hash(text);
}

}  // namespace msmv::report
