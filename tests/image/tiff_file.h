#pragma once

// TIFF files of every layout, written by libtiff sample by sample.

#include <gtest/gtest.h>
#include <tiffio.h>

#include <filesystem>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

namespace msmv::testing {

struct TiffForm {
  std::string name;
  int photometric = PHOTOMETRIC_RGB;
  int compression = COMPRESSION_NONE;
  int tile_side = 0;  // 0: strips of 16 rows
  bool is_planar = false;
  int extra_sample = -1;  // EXTRASAMPLE_..., -1: none named
  int predictor = 0;
  std::string mode = "w";  // "wb" big-endian, "w8" BigTIFF
};

inline void PrintTo(const TiffForm& form, std::ostream* stream) {
  *stream << form.name;
}

// Tags beside the form: whatever `set` writes.
template <class SetTags>
void write_tiff(const std::filesystem::path& path, const cv::Mat& samples, const TiffForm& form,
                SetTags set) {
  TIFF* tiff = TIFFOpen(path.c_str(), form.mode.c_str());
  ASSERT_NE(tiff, nullptr);
  const int channels = samples.channels();
  const auto bytes = static_cast<int>(samples.elemSize1());
  TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, samples.cols);
  TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, samples.rows);
  TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, 8 * bytes);
  TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, channels);
  TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, form.photometric);
  TIFFSetField(tiff, TIFFTAG_COMPRESSION, form.compression);
  TIFFSetField(tiff, TIFFTAG_PLANARCONFIG,
               form.is_planar ? PLANARCONFIG_SEPARATE : PLANARCONFIG_CONTIG);
  if (form.photometric == PHOTOMETRIC_YCBCR) {
    TIFFSetField(tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
  }
  if (form.compression == COMPRESSION_JPEG) {
    TIFFSetField(tiff, TIFFTAG_JPEGQUALITY, 98);
  }
  if (form.predictor != 0) {
    TIFFSetField(tiff, TIFFTAG_PREDICTOR, form.predictor);
  }
  if (form.extra_sample >= 0) {
    const auto kind = static_cast<std::uint16_t>(form.extra_sample);
    TIFFSetField(tiff, TIFFTAG_EXTRASAMPLES, 1, &kind);
  }
  set(tiff);
  std::vector<cv::Mat> planes{samples};
  if (form.is_planar) {
    cv::split(samples, planes);
  }
  if (form.tile_side == 0) {
    TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, 16);
    for (std::size_t plane = 0; plane < planes.size(); ++plane) {
      for (int y = 0; y < samples.rows; ++y) {
        cv::Mat row = planes[plane].row(y).clone();  // libtiff may turn its bytes round in place
        ASSERT_EQ(TIFFWriteScanline(tiff, row.data, static_cast<std::uint32_t>(y),
                                    static_cast<std::uint16_t>(plane)),
                  1);
      }
    }
  } else {
    const int side = form.tile_side;
    TIFFSetField(tiff, TIFFTAG_TILEWIDTH, side);
    TIFFSetField(tiff, TIFFTAG_TILELENGTH, side);
    for (std::size_t plane = 0; plane < planes.size(); ++plane) {
      for (int y = 0; y < samples.rows; y += side) {
        for (int x = 0; x < samples.cols; x += side) {
          const cv::Rect where =
              cv::Rect(x, y, side, side) & cv::Rect(0, 0, samples.cols, samples.rows);
          cv::Mat tile = cv::Mat::zeros(side, side, planes[plane].type());
          planes[plane](where).copyTo(tile(cv::Rect(0, 0, where.width, where.height)));
          ASSERT_GE(
              TIFFWriteTile(tiff, tile.data, static_cast<std::uint32_t>(x),
                            static_cast<std::uint32_t>(y), 0, static_cast<std::uint16_t>(plane)),
              0);
        }
      }
    }
  }
  TIFFClose(tiff);
}

inline void write_tiff(const std::filesystem::path& path, const cv::Mat& samples,
                       const TiffForm& form = {}) {
  write_tiff(path, samples, form, [](TIFF*) {});
}

}  // namespace msmv::testing
