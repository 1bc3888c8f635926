#include "msmv/values/unicode.h"

#include <glib.h>

#include <memory>

namespace msmv {
namespace {

struct Free {
  void operator()(gchar* text) const { g_free(text); }
};
using Text = std::unique_ptr<gchar, Free>;

std::string normalized(std::string_view text, GNormalizeMode mode) {
  const Text result(g_utf8_normalize(text.data(), static_cast<gssize>(text.size()), mode));
  return result ? result.get() : std::string(text);
}

}  // namespace

std::string composed(std::string_view text) {
  return normalized(text, G_NORMALIZE_DEFAULT_COMPOSE);
}

std::string decomposed(std::string_view text) {
  return normalized(text, G_NORMALIZE_DEFAULT);
}

std::string folded(std::string_view text) {
  if (g_utf8_validate(text.data(), static_cast<gssize>(text.size()), nullptr) == 0) {
    return std::string(text);
  }
  const std::string plain = normalized(text, G_NORMALIZE_ALL_COMPOSE);
  const Text small(g_utf8_casefold(plain.data(), static_cast<gssize>(plain.size())));
  const std::string name = normalized(small.get(), G_NORMALIZE_ALL_COMPOSE);
  constexpr std::string_view kBlanks = " \t\r\n";
  const std::size_t first = name.find_first_not_of(kBlanks);
  return first == std::string::npos
             ? ""
             : name.substr(first, name.find_last_not_of(kBlanks) - first + 1);
}

}  // namespace msmv
