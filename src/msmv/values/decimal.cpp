#include "msmv/values/decimal.h"

#include <array>
#include <charconv>

namespace msmv {
namespace {

template <class... Arguments>
std::string to_text(Arguments... arguments) {
  std::array<char, 400> text{};  // the largest double has 309 digits before the point
  const auto end = std::to_chars(text.data(), text.data() + text.size(), arguments...).ptr;
  return {text.data(), end};
}

}  // namespace

std::string decimal(float number) {
  return to_text(number);
}

std::string decimal(double number) {
  return to_text(number);
}

double decimal_value(float number) {
  const std::string text = decimal(number);
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::string fixed(double number, int digits) {
  return to_text(number, std::chars_format::fixed, digits);
}

std::string counted(std::size_t count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

}  // namespace msmv
