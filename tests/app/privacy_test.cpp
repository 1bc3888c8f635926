// Pictures carry names of patients in their metadata; nothing that msmv writes may.

#include <tiffio.h>

#include <opencv2/imgcodecs.hpp>

#include "app/in_child.h"

namespace msmv::app {
namespace {

using testing::finished;
using testing::read_file;

const std::string kPatient = "DOE^JANE^19470311";

cv::Mat pixels_of(const std::filesystem::path& path) {
  return cv::imread(path.string());
}

void write_tiff(const std::filesystem::path& path, const cv::Mat& bgr) {
  TIFF* file = TIFFOpen(path.c_str(), "w");
  ASSERT_NE(file, nullptr);
  TIFFSetField(file, TIFFTAG_IMAGEWIDTH, bgr.cols);
  TIFFSetField(file, TIFFTAG_IMAGELENGTH, bgr.rows);
  TIFFSetField(file, TIFFTAG_SAMPLESPERPIXEL, 3);
  TIFFSetField(file, TIFFTAG_BITSPERSAMPLE, 8);
  TIFFSetField(file, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_RGB);
  TIFFSetField(file, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
  for (const auto tag : {TIFFTAG_IMAGEDESCRIPTION, TIFFTAG_ARTIST, TIFFTAG_DOCUMENTNAME,
                         TIFFTAG_HOSTCOMPUTER, TIFFTAG_SOFTWARE, TIFFTAG_MAKE, TIFFTAG_PAGENAME}) {
    TIFFSetField(file, static_cast<std::uint32_t>(tag), kPatient.c_str());
  }
  cv::Mat copy = bgr.clone();
  for (int y = 0; y < copy.rows; ++y) {
    TIFFWriteScanline(file, copy.ptr(y), static_cast<std::uint32_t>(y));
  }
  TIFFClose(file);
}

// As JPEG with an EXIF ImageDescription and a comment.
void write_jpeg(const std::filesystem::path& path, const cv::Mat& bgr) {
  std::vector<std::uint8_t> bytes;
  cv::imencode(".jpg", bgr, bytes);
  const auto segment = [](std::uint8_t marker, const std::string& content) {
    const std::size_t size = content.size() + 2;
    return std::string("\xff") + static_cast<char>(marker) + static_cast<char>(size >> 8U) +
           static_cast<char>(size & 0xffU) + content;
  };
  // A TIFF header, one directory with the tag ImageDescription, and its text behind them.
  std::string exif("Exif\0\0II*\0\x08\0\0\0\x01\0\x0e\x01\x02\0", 20);
  exif.push_back(static_cast<char>(kPatient.size() + 1));
  exif.append("\0\0\0\x1a\0\0\0\0\0\0\0", 11).append(kPatient).push_back('\0');
  const std::string more = segment(0xe1, exif) + segment(0xfe, kPatient);
  bytes.insert(bytes.begin() + 2, more.begin(), more.end());
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(bytes.data()),
             static_cast<std::streamsize>(bytes.size()));
}

class Privacy : public testing::SmallWork {
 protected:
  void write_everything() {
    std::filesystem::create_directory(folder_ / "out");
    for (const std::string name : {"a.tif", "b.jpg"}) {
      run({"nuclei", "named/" + name, "--csv", "out/n" + name + ".csv"});
      run({"regions", "named/" + name, "--output", "out/regions"});
      for (const std::string as : {".png", ".jpg", ".tif"}) {
        run({"stain", "named/" + name, "--output", "out/s" + name + as});
      }
    }
    run({"classify", "named", "--model", "m.safetensors", "--json", "--output", "out/c.json",
         "--overlay", "out/overlays"});
    run({"classify", "named", "--model", "m.safetensors", "--output", "out/c.csv"});
    run({"train", "--data", "named/manifest.csv", "--model", "m.safetensors", "--set",
         "training.epochs=1", "--output", "out/run"});
    run({"evaluate", "--data", "named/manifest.csv", "--model", "m.safetensors", "--output",
         "out/evaluation"});
  }

  void run(const std::vector<std::string>& arguments) {
    const auto result = finished(folder_.path(), arguments);
    EXPECT_EQ(result.code, 0) << arguments[0] << ": " << result.errors;
    EXPECT_EQ(result.output.find(kPatient), std::string::npos);
    EXPECT_EQ(result.errors.find(kPatient), std::string::npos);
  }

  std::size_t searched() {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_ / "out")) {
      if (entry.is_regular_file()) {
        ++count;
        EXPECT_EQ(read_file(entry.path()).find("DOE^JANE"), std::string::npos) << entry.path();
      }
    }
    return count;
  }
};

TEST_F(Privacy, NoNameFromThePicturesMetadataIsInAnyOutput) {
  std::filesystem::create_directory(folder_ / "named");
  write_tiff(folder_ / "named/a.tif", pixels_of(folder_ / picture(0)));
  write_jpeg(folder_ / "named/b.jpg", pixels_of(folder_ / picture(1)));
  ASSERT_NE(read_file(folder_ / "named/a.tif").find(kPatient), std::string::npos);
  ASSERT_NE(read_file(folder_ / "named/b.jpg").find(kPatient), std::string::npos);
  std::ofstream(folder_ / "named/manifest.csv")
      << "file,class,split\na.tif,Normal,train\nb.jpg,Benign,val\n";
  write_everything();
  EXPECT_GE(searched(), 15U);
}

}  // namespace
}  // namespace msmv::app
