#include "msmv/doctor/build_facts.h"

#include <omp.h>
#include <tiffio.h>
#include <vips/vips.h>
#include <zip.h>

#include <iomanip>
#include <nlohmann/json.hpp>
#include <opencv2/core.hpp>
#include <sstream>

#include "msmv/engine/precision.h"
#include "msmv/engine/runtime.h"
#include "msmv/slide/slide.h"
#include "msmv_revision.h"  // written when building

namespace msmv::doctor {
namespace {

std::string dotted(int major, int minor, int patch) {
  return std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(patch);
}

// "LIBTIFF, Version 4.5.0\nCopyright..." to "4.5.0".
std::string tiff_version() {
  const std::string text = TIFFGetVersion();
  const std::string first_line = text.substr(0, text.find('\n'));
  return first_line.substr(first_line.rfind(' ') + 1);
}

std::string openvino_version() {
  const std::string runtime = engine::runtime();
  return runtime.empty() ? "none: LibTorch runs the encoders, slower"
                         : runtime.substr(runtime.find(' ') + 1);
}

}  // namespace

const BuildFacts& build_facts() {
  static const BuildFacts facts{.version = MSMV_VERSION,
                                .revision = MSMV_REVISION,
                                .build_type = MSMV_BUILD_TYPE,
                                .compiler = MSMV_COMPILER};
  return facts;
}

std::vector<Library> libraries() {
  return {
      {"LibTorch", MSMV_LIBTORCH},
      {"OpenVINO", openvino_version()},
      {"OpenCV", cv::getVersionString()},
      {"libvips", dotted(vips_version(0), vips_version(1), vips_version(2))},
      {"OpenSlide", slide::openslide_version()},
      {"libtiff", tiff_version()},
      {"libzip", zip_libzip_version()},
      {"nlohmann JSON", dotted(NLOHMANN_JSON_VERSION_MAJOR, NLOHMANN_JSON_VERSION_MINOR,
                               NLOHMANN_JSON_VERSION_PATCH)},
  };
}

std::string version_text() {
  const BuildFacts& facts = build_facts();
  std::ostringstream text;
  text << "msmv " << facts.version << " (" << facts.revision << ", " << facts.build_type << ")\n";
  const auto line = [&text](const std::string& name, const std::string& value) {
    text << std::left << std::setw(15) << name << value << '\n';
  };
  line("compiler", facts.compiler);
  for (const Library& library : libraries()) {
    line(library.name, library.version);
  }
  line("processor",
       engine::processor().instructions + ", threads: " + std::to_string(omp_get_max_threads()));
  return text.str();
}

}  // namespace msmv::doctor
