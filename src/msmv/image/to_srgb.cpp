#include "msmv/image/to_srgb.h"

#include <lcms2.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <string>

#include "msmv/values/errors.h"

namespace msmv::image {
namespace {

struct CloseProfile {
  void operator()(void* profile) const { cmsCloseProfile(profile); }
};
struct DeleteTransform {
  void operator()(void* transform) const { cmsDeleteTransform(transform); }
};
using Profile = std::unique_ptr<void, CloseProfile>;
using Transform = std::unique_ptr<void, DeleteTransform>;

const char* text(IccColours colours) {
  switch (colours) {
    case IccColours::gray:
      return "gray";
    case IccColours::rgb:
      return "RGB";
    case IccColours::cmyk:
      return "CMYK";
  }
  return "";
}

// Of samples in a row: `bits` each, `extra` after the colours.
cmsUInt32Number format_of(IccColours colours, int bits, int extra) {
  const auto bytes = static_cast<cmsUInt32Number>(bits / 8);
  const auto extras = static_cast<cmsUInt32Number>(extra);
  const cmsUInt32Number samples = BYTES_SH(bytes) | EXTRA_SH(extras);
  switch (colours) {
    case IccColours::gray:
      return COLORSPACE_SH(PT_GRAY) | CHANNELS_SH(1) | samples;
    case IccColours::rgb:
      return COLORSPACE_SH(PT_RGB) | CHANNELS_SH(3) | samples;
    case IccColours::cmyk:
      return COLORSPACE_SH(PT_CMYK) | CHANNELS_SH(4) | samples;
  }
  return 0;
}

// `more`: flags of Little CMS.
Transform transform_of(const Profile& from, IccColours colours, int bits, int extra,
                       cmsUInt32Number more = 0) {
  const Profile srgb(cmsCreate_sRGBProfile());
  const cmsUInt32Number flags = cmsFLAGS_BLACKPOINTCOMPENSATION | cmsFLAGS_COPY_ALPHA | more;
  return Transform(cmsCreateTransform(from.get(), format_of(colours, bits, extra), srgb.get(),
                                      format_of(IccColours::rgb, bits, extra),
                                      INTENT_RELATIVE_COLORIMETRIC, flags));
}

// All grays and a grid of colours.
std::vector<std::uint8_t> probes(std::size_t channels) {
  constexpr int kStep = 51;
  std::vector<std::uint8_t> colours;
  for (int gray = 0; gray < 256; ++gray) {
    colours.insert(colours.end(), channels, static_cast<std::uint8_t>(gray));
  }
  for (int red = 0; channels == 3 && red < 256; red += kStep) {
    for (int green = 0; green < 256; green += kStep) {
      for (int blue = 0; blue < 256; blue += kStep) {
        for (const int level : {red, green, blue}) {
          colours.push_back(static_cast<std::uint8_t>(level));
        }
      }
    }
  }
  return colours;
}

// The effect of a profile on some colours, tried before any pixel is converted.
struct Effect {
  bool is_srgb = false;      // no colour moves by more than a level
  bool is_sensible = false;  // what is given lighter doesn't come out darker, and white is no black
};

bool is_srgb(const std::vector<std::uint8_t>& before, const std::vector<std::uint8_t>& after) {
  const std::size_t outputs_per_input = after.size() / before.size();  // 3 of a gray
  for (std::size_t i = 0; i < after.size(); ++i) {
    if (std::abs(after[i] - before[i / outputs_per_input]) > 1) {
      return false;
    }
  }
  return true;
}

// By the green of the grays, which are the first of the colours.
bool is_sensible(const std::vector<std::uint8_t>& after) {
  constexpr int kFall = 8, kRise = 128;  // of 255 levels; the tables of scanners are rough
  int lightest = 0;
  for (std::size_t gray = 0; gray < 256; ++gray) {
    const int green = after[3 * gray + 1];
    if (green < lightest - kFall) {
      return false;
    }
    lightest = std::max(lightest, green);
  }
  return after[3 * 255 + 1] - after[1] >= kRise;
}

Effect effect_of(const Profile& profile, IccColours colours) {
  // For so few colours the tables that make a transform fast are not worth their while.
  const Transform transform = transform_of(profile, colours, 8, 0, cmsFLAGS_NOOPTIMIZE);
  if (transform == nullptr || colours == IccColours::cmyk) {
    return {.is_sensible = transform != nullptr};
  }
  const std::size_t channels = colours == IccColours::rgb ? 3 : 1;
  const std::vector<std::uint8_t> before = probes(channels);
  std::vector<std::uint8_t> after(3 * before.size() / channels);
  cmsDoTransform(transform.get(), before.data(), after.data(),
                 static_cast<cmsUInt32Number>(before.size() / channels));
  return {.is_srgb = is_srgb(before, after), .is_sensible = is_sensible(after)};
}

IccColours colours_of(const Header& header, const DecodedRow& form) {
  return header.is_cmyk       ? IccColours::cmyk
         : form.channels <= 2 ? IccColours::gray
                              : IccColours::rgb;
}

int channels_of(IccColours colours) {
  return colours == IccColours::gray ? 1 : colours == IccColours::rgb ? 3 : 4;
}

}  // namespace

ToSrgb::ToSrgb(const std::filesystem::path& path, const Header& header, const DecodedRow& form)
    : transform_(nullptr, &cmsDeleteTransform) {
  if (!header.icc_profile) {
    return;
  }
  const IccProfile& bytes = *header.icc_profile;
  const IccColours of_profile = require_whole_profile(path, bytes);
  const IccColours of_pixels = colours_of(header, form);
  expands_gray_ = of_pixels == IccColours::gray && of_profile == IccColours::rgb;
  if (of_profile != of_pixels && !expands_gray_) {
    throw InputError(path, std::string("has an ICC profile of ") + text(of_profile) +
                               " for colours of " + text(of_pixels) +
                               " (save it as sRGB, or without the profile)");
  }
  const Profile profile(
      cmsOpenProfileFromMem(bytes.data(), static_cast<cmsUInt32Number>(bytes.size())));
  const Effect effect =
      profile == nullptr ? Effect{.is_sensible = false} : effect_of(profile, of_profile);
  if (!effect.is_sensible) {
    throw InputError(path, "is damaged: its ICC profile can't be applied");
  }
  if (!effect.is_srgb) {
    const int extra = form.channels - channels_of(of_pixels);
    transform_.reset(transform_of(profile, of_profile, form.bits, extra).release());
  }
}

const DecodedRow& ToSrgb::expanded(const DecodedRow& row, std::int64_t width) {
  if (!expands_gray_) {
    return row;
  }
  const auto bytes = static_cast<std::size_t>(row.bits / 8);
  const auto channels = static_cast<std::size_t>(row.channels);
  gray_as_rgb_.resize(static_cast<std::size_t>(width) * (channels + 2) * bytes / 2 + 1);
  const auto* from = static_cast<const std::uint8_t*>(row.samples);
  auto* to = reinterpret_cast<std::uint8_t*>(gray_as_rgb_.data());
  for (std::int64_t x = 0; x < width; ++x, from += channels * bytes) {
    for (std::size_t channel = 0; channel < channels + 2; ++channel, to += bytes) {
      std::memcpy(to, from + (channel < 3 ? 0 : channel - 2) * bytes, bytes);
    }
  }
  expanded_ = {gray_as_rgb_.data(), row.channels + 2, row.bits, row.alpha};
  return expanded_;
}

DecodedRow ToSrgb::convert(const DecodedRow& row, std::int64_t width) {
  const DecodedRow& colours = expanded(row, width);
  const int extra = static_cast<int>(T_EXTRA(cmsGetTransformInputFormat(transform_.get())));
  const auto bytes = static_cast<std::size_t>(width) * static_cast<std::size_t>(3 + extra) *
                     static_cast<std::size_t>(row.bits / 8);
  srgb_.resize(bytes / 2 + 1);
  cmsDoTransform(transform_.get(), colours.samples, srgb_.data(),
                 static_cast<cmsUInt32Number>(width));
  return {srgb_.data(), 3 + extra, row.bits, row.alpha};
}

void to_srgb(RgbImage& image, const std::filesystem::path& path, const Header& header) {
  ToSrgb way(path, header, {nullptr, 3, 8, Alpha::none});
  for (int y = 0; !way.changes_nothing() && y < image.pixels.rows; ++y) {
    to_rgb8(way.convert({image.pixels.ptr(y), 3, 8, Alpha::none}, image.pixels.cols),
            image.pixels.cols, image.pixels.ptr(y));
  }
}

}  // namespace msmv::image
