#include "msmv/view/guard.h"

#include <algorithm>
#include <array>
#include <random>

namespace msmv::view {
namespace {

bool is_loopback(std::string_view host) {
  return host == "127.0.0.1" || host == "localhost" || host == "::1";
}

bool is_every_address(std::string_view host) {
  return host == "0.0.0.0" || host == "::";
}

std::string with_port(std::string_view host, int port) {
  const bool is_v6 = host.find(':') != std::string_view::npos;
  return (is_v6 ? "[" + std::string(host) + "]" : std::string(host)) + ":" + std::to_string(port);
}

// The names under which a server that listens on `host` may be asked. Behind every address any will
// do: what keeps others out there is the token, and a cookie goes only to the name it came from.
bool is_host(std::string_view asked, const GuardOptions& options) {
  if (is_every_address(options.host)) {
    return !asked.empty();
  }
  if (is_loopback(options.host)) {
    constexpr std::array kNames = {"127.0.0.1", "localhost", "::1"};
    return std::ranges::any_of(
        kNames, [&](const char* name) { return asked == with_port(name, options.port); });
  }
  return asked == with_port(options.host, options.port);
}

// In a time that doesn't tell how much of it was right.
bool is_same(std::string_view a, std::string_view b) {
  unsigned difference = a.size() == b.size() ? 0 : 1;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    difference |= static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]);
  }
  return difference == 0;
}

std::string_view cookie_value(std::string_view cookies, const std::string& name) {
  while (!cookies.empty()) {
    const std::size_t end = std::min(cookies.find(';'), cookies.size());
    std::string_view one = cookies.substr(0, end);
    one.remove_prefix(std::min(one.find_first_not_of(' '), one.size()));
    if (one.starts_with(name + "=")) {
      return one.substr(name.size() + 1);
    }
    cookies.remove_prefix(std::min(end + 1, cookies.size()));
  }
  return {};
}

}  // namespace

Answer answer_to(const Knock& knock, const GuardOptions& options) {
  if (!is_host(knock.host, options)) {
    return Answer::wrong_host;
  }
  const bool only_reads = knock.method == "GET" || knock.method == "HEAD";
  const bool is_own = knock.origin.empty() || knock.origin == "http://" + std::string(knock.host);
  if (!is_own || (!only_reads && !knock.is_marked)) {
    return Answer::wrong_origin;
  }
  if (!options.token.empty() && !is_same(knock.query_token, options.token) &&
      !is_same(cookie_value(knock.cookie, cookie_name(options.port)), options.token)) {
    return Answer::not_invited;
  }
  return Answer::ok;
}

std::string new_token() {
  std::random_device chance;
  std::string token;
  for (int i = 0; i < 32; ++i) {
    token += "0123456789abcdef"[chance() % 16];
  }
  return token;
}

std::string cookie_name(int port) {
  return "msmv_token_" + std::to_string(port);
}

}  // namespace msmv::view
