#pragma once

// ICC profiles, made by Little CMS, and pictures that hold one, or EXIF.

#include <lcms2.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <string>

#include "image/pictures.h"
#include "image/tiff_file.h"

namespace msmv::testing {

inline std::string bytes_of(cmsHPROFILE profile) {
  cmsUInt32Number size = 0;
  cmsSaveProfileToMem(profile, nullptr, &size);
  std::string bytes(size, '\0');
  cmsSaveProfileToMem(profile, bytes.data(), &size);
  cmsCloseProfile(profile);
  return bytes;
}

constexpr cmsCIExyY kD65{0.3127, 0.3290, 1};

// Of three primaries and one curve.
inline std::string rgb_profile(const cmsCIExyYTRIPLE& primaries, cmsToneCurve* curve) {
  const std::array<cmsToneCurve*, 3> curves = {curve, curve, curve};
  const std::string bytes = bytes_of(cmsCreateRGBProfile(&kD65, &primaries, curves.data()));
  cmsFreeToneCurve(curve);
  return bytes;
}

// IEC 61966-2-1
inline cmsToneCurve* srgb_curve() {
  const std::array<double, 5> parameters = {2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045};
  return cmsBuildParametricToneCurve(nullptr, 4, parameters.data());
}

// Adobe RGB (1998), annex of its specification.
inline std::string adobe_rgb() {
  return rgb_profile({{0.64, 0.33, 1}, {0.21, 0.71, 1}, {0.15, 0.06, 1}},
                     cmsBuildGamma(nullptr, 2.19921875));
}

// Of Apple's displays: the primaries of SMPTE RP 431-2 under sRGB's curve.
inline std::string display_p3() {
  return rgb_profile({{0.680, 0.320, 1}, {0.265, 0.690, 1}, {0.150, 0.060, 1}}, srgb_curve());
}

// As many programs write it: the primaries rounded, the curve a table of 1024 steps.
inline std::string srgb_by_table() {
  cmsToneCurve* exact = srgb_curve();
  std::array<cmsUInt16Number, 1024> table{};
  for (std::size_t i = 0; i < table.size(); ++i) {
    const auto at = static_cast<float>(i) / (table.size() - 1);
    table[i] = static_cast<cmsUInt16Number>(std::lround(65535 * cmsEvalToneCurveFloat(exact, at)));
  }
  cmsFreeToneCurve(exact);
  return rgb_profile({{0.6400, 0.3300, 1}, {0.3000, 0.6000, 1}, {0.1500, 0.0600, 1}},
                     cmsBuildTabulatedToneCurve16(nullptr, table.size(), table.data()));
}

inline std::string gray_profile(double gamma) {
  cmsToneCurve* curve = cmsBuildGamma(nullptr, gamma);
  const std::string bytes = bytes_of(cmsCreateGrayProfile(&kD65, curve));
  cmsFreeToneCurve(curve);
  return bytes;
}

// Inks that take their complement out of white, and black that takes out all: R = (1 - C) (1 - K).
inline std::array<double, 3> printed(double c, double m, double y, double k) {
  return {(1 - c) * (1 - k), (1 - m) * (1 - k), (1 - y) * (1 - k)};
}

// A printer's profile of such inks, as a table of 9 steps an ink.
inline std::string cmyk_profile() {
  cmsHPROFILE srgb = cmsCreate_sRGBProfile(), lab = cmsCreateLab4Profile(nullptr);
  cmsHTRANSFORM to_lab = cmsCreateTransform(srgb, TYPE_RGB_DBL, lab, TYPE_Lab_16,
                                            INTENT_RELATIVE_COLORIMETRIC, cmsFLAGS_NOOPTIMIZE);
  const auto sample = [](const cmsUInt16Number in[], cmsUInt16Number out[], void* transform) {
    const auto rgb = printed(in[0] / 65535.0, in[1] / 65535.0, in[2] / 65535.0, in[3] / 65535.0);
    cmsDoTransform(transform, rgb.data(), out, 1);
    return 1;
  };
  cmsStage* table = cmsStageAllocCLut16bit(nullptr, 9, 4, 3, nullptr);
  cmsStageSampleCLut16bit(table, sample, to_lab, 0);
  cmsPipeline* pipeline = cmsPipelineAlloc(nullptr, 4, 3);
  cmsPipelineInsertStage(pipeline, cmsAT_END, cmsStageAllocToneCurves(nullptr, 4, nullptr));
  cmsPipelineInsertStage(pipeline, cmsAT_END, table);
  cmsPipelineInsertStage(pipeline, cmsAT_END, cmsStageAllocToneCurves(nullptr, 3, nullptr));
  cmsHPROFILE profile = cmsCreateProfilePlaceholder(nullptr);
  cmsSetProfileVersion(profile, 4.3);
  cmsSetDeviceClass(profile, cmsSigOutputClass);
  cmsSetColorSpace(profile, cmsSigCmykData);
  cmsSetPCS(profile, cmsSigLabData);
  cmsWriteTag(profile, cmsSigMediaWhitePointTag, cmsD50_XYZ());
  cmsWriteTag(profile, cmsSigAToB0Tag, pipeline);
  const std::string bytes = bytes_of(profile);
  cmsPipelineFree(pipeline);
  cmsDeleteTransform(to_lab);
  cmsCloseProfile(srgb);
  cmsCloseProfile(lab);
  return bytes;
}

inline std::string big_endian(std::size_t value, int bytes) {
  std::string text;
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
    text += static_cast<char>(value >> static_cast<unsigned>(shift));
  }
  return text;
}

// In segments of at most `most` bytes, the last one first, as nothing forbids.
inline std::string jpeg_with(const std::string& jpeg, const std::string& profile,
                             std::size_t most = 300) {
  const std::size_t count = (profile.size() + most - 1) / most;
  std::string segments;
  for (std::size_t i = count; i-- > 0;) {
    const std::string part = profile.substr(i * most, most);
    segments += "\xff\xe2" + big_endian(part.size() + 16, 2) + std::string("ICC_PROFILE\0", 12) +
                static_cast<char>(i + 1) + static_cast<char>(count) + part;
  }
  return jpeg.substr(0, 2) + segments + jpeg.substr(2);
}

inline std::string png_with_chunk(const std::string& png, const std::string& type,
                                  const std::string& body) {
  constexpr std::size_t kAfterHeader = 33;
  const std::string checked = type + body;
  const auto sum =
      crc32(0, reinterpret_cast<const Bytef*>(checked.data()), static_cast<uInt>(checked.size()));
  return png.substr(0, kAfterHeader) + big_endian(body.size(), 4) + checked + big_endian(sum, 4) +
         png.substr(kAfterHeader);
}

inline std::string png_with(const std::string& png, const std::string& profile) {
  std::string packed(compressBound(profile.size()), '\0');
  uLongf size = packed.size();
  compress(reinterpret_cast<Bytef*>(packed.data()), &size,
           reinterpret_cast<const Bytef*>(profile.data()), profile.size());
  return png_with_chunk(png, "iCCP", std::string("p\0\0", 3) + packed.substr(0, size));
}

// Instead of the colour box that names a space by its number.
inline std::string jp2_with(std::string jp2, const std::string& profile) {
  constexpr std::size_t kNumberedBytes = 15;
  const std::string box =
      big_endian(11 + profile.size(), 4) + "colr" + std::string("\2\0\0", 3) + profile;
  const std::size_t header = jp2.find("jp2h") - 4, colours = jp2.find("colr") - 4;
  const std::size_t all = jp2.find("jp2c") - 4 - header + box.size() - kNumberedBytes;
  return jp2.replace(colours, kNumberedBytes, box).replace(header, 4, big_endian(all, 4));
}

// Under a header of version 5, the profile behind the pixels.
inline std::string bmp_with(const std::string& bmp, const std::string& profile) {
  const auto little_endian = [](std::size_t value) {
    const std::string big = big_endian(value, 4);
    return std::string(big.rbegin(), big.rend());
  };
  const std::string pixels = bmp.substr(54);
  std::string head = bmp.substr(0, 54) + std::string(84, '\0');
  head.replace(10, 4, little_endian(head.size())).replace(14, 4, little_endian(124));
  head.replace(70, 4, "DEBM").replace(126, 4, little_endian(124 + pixels.size()));
  return head.replace(130, 4, little_endian(profile.size())) + pixels + profile;
}

// A block that says nothing but the orientation; a whole one needs the four bytes at its end.
inline std::string exif_of(char orientation) {
  std::string exif("II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0?\0\0\0\0\0\0\0", 26);
  exif[18] = orientation;
  return exif;
}

inline std::string jpeg_with_exif(const std::string& jpeg, const std::string& exif) {
  return jpeg.substr(0, 2) + "\xff\xe1" + big_endian(exif.size() + 8, 2) +
         std::string("Exif\0\0", 6) + exif + jpeg.substr(2);
}

inline void write_tiff_with(const std::filesystem::path& path, const cv::Mat& samples,
                            const std::string& profile, const TiffForm& form = {}) {
  write_tiff(path, samples, form, [&](TIFF* tiff) {
    TIFFSetField(tiff, TIFFTAG_ICCPROFILE, static_cast<std::uint32_t>(profile.size()),
                 profile.data());
  });
}

}  // namespace msmv::testing
