#pragma once

#include <string>
#include <string_view>
#include <vector>

// Which requests a viewer answers. A page of another site that a reader has open can send requests
// to his own computer, and by a name of its own that it points there (DNS rebinding): Host and
// Origin tell. On a network, a token in the address tells who was invited.

namespace msmv::view {

struct GuardOptions {
  std::string host = "127.0.0.1";  // that the server listens on
  int port = 0;
  std::string token;  // empty: none is asked for
};

// The parts of a request that decide whether it is let in.
struct Knock {
  std::string_view method, host, origin;
  std::string_view query_token, cookie;  // the value of ?token=; the header
  bool is_marked = false;                // it has the header that only our page sends
};

enum class Answer { ok, wrong_host, wrong_origin, not_invited };

Answer answer_to(const Knock& knock, const GuardOptions& options);

// 32 hexadecimal digits from the system's source of chance.
std::string new_token();

// The name of the cookie that keeps the token; cookies don't tell ports apart.
std::string cookie_name(int port);

}  // namespace msmv::view
