#include "msmv/report/slide_review.h"

#include <algorithm>
#include <ostream>

#include "msmv/files/atomic_file.h"
#include "msmv/files/csv.h"
#include "msmv/image/write.h"
#include "msmv/values/decimal.h"

namespace msmv::report {
namespace {

constexpr double kReviewUmPerPx = 1;

std::vector<std::size_t> reviewed_classes(const ClassNames& classes) {
  std::vector<std::size_t> labels, all;
  for (std::size_t i = 0; i < classes.size(); ++i) {
    all.push_back(i);
  }
  for (const char* name : {"Invasive", "InSitu"}) {
    const auto found = std::ranges::find(classes, name);
    if (found != classes.end()) {
      labels.push_back(static_cast<std::size_t>(found - classes.begin()));
    }
  }
  return labels.empty() ? all : labels;
}

// A class's name as a part of a file's.
std::string file_part(std::string name) {
  std::ranges::replace_if(
      name, [](unsigned char letter) { return std::isalnum(letter) == 0; }, '_');
  return name;
}

}  // namespace

std::vector<ReviewRegion> choose_regions(const SlideReport& report, const ClassNames& classes,
                                         std::size_t count) {
  std::vector<slide::Tile> tiles;
  std::vector<std::size_t> fit;  // of the report's tiles
  for (std::size_t i = 0; i < report.tiles.size(); ++i) {
    if (report.tiles[i].unfit.empty()) {
      tiles.push_back(report.tiles[i].tile);
      fit.push_back(i);
    }
  }
  std::vector<ReviewRegion> regions;
  for (const std::size_t label : reviewed_classes(classes)) {
    std::vector<double> worth;
    for (const std::size_t tile : fit) {
      worth.push_back(report.tiles[tile].scores[label]);
    }
    std::size_t rank = 0;
    for (const std::size_t tile : slide::apart(tiles, worth, count)) {
      regions.push_back({label, ++rank, fit[tile]});
    }
  }
  return regions;
}

std::vector<std::filesystem::path> write_review(const std::filesystem::path& folder,
                                                const SlideReport& report,
                                                const slide::Slide& slide,
                                                const ClassNames& classes, std::size_t count) {
  std::vector<std::filesystem::path> written;
  const PixelSize& um_per_px = report.plan.pixel_size.um_per_px;
  const double coarsest = kReviewUmPerPx / std::max(um_per_px.x, um_per_px.y);
  const auto regions = choose_regions(report, classes, count);
  std::vector<std::string> pictures;
  std::filesystem::create_directories(folder / report.name);
  for (const ReviewRegion& region : regions) {
    const std::string picture = report.name + "/" + std::to_string(region.label) + "_" +
                                file_part(classes[region.label]) + "_" +
                                std::to_string(region.rank) + ".png";
    image::write(folder / picture, slide.read(report.tiles[region.tile].tile.at, coarsest));
    written.push_back(folder / picture);
    pictures.push_back(picture);
  }
  written.push_back(folder / (report.name + ".csv"));
  files::write_atomically(written.back(), [&](std::ostream& out) {
    out << "for,rank,minx,miny,width,height";
    for (const std::string& name : classes) {
      out << ',' << files::csv_field("prob_" + name);
    }
    out << ",picture\n";
    for (std::size_t i = 0; i < regions.size(); ++i) {
      const TileResult& result = report.tiles[regions[i].tile];
      const PixelRect& at = result.tile.at;
      out << files::csv_field(classes[regions[i].label]) << ',' << regions[i].rank << ',' << at.x
          << ',' << at.y << ',' << at.width << ',' << at.height;
      for (const float score : result.scores) {
        out << ',' << decimal(score);
      }
      out << ',' << files::csv_field(pictures[i]) << '\n';
    }
  });
  return written;
}

}  // namespace msmv::report
