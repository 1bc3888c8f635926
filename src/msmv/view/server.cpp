#include "msmv/view/server.h"

#include <httplib.h>

#include <charconv>
#include <fstream>

#include "msmv/values/decimal.h"
#include "msmv/values/errors.h"
#include "msmv/values/fault_text.h"
#include "msmv/view/api.h"
#include "msmv/view/guard.h"
#include "msmv/view/page_files.h"

namespace msmv::view {
namespace {

using httplib::Request;
using httplib::Response;

constexpr std::size_t kMostUploadBytes = std::size_t{128} << 20, kMostLabelBytes = 4096;
constexpr int kThreads = 8;
constexpr const char* kJson = "application/json";
constexpr const char* kMark = "X-Msmv";  // a header that other sites' pages may not send
constexpr const char* kPolicy =
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

void refuse(Response& response, int status, const std::string& why) {
  response.status = status;
  const Json json = {{"error", why}};
  response.set_content(json.dump(-1, ' ', false, Json::error_handler_t::replace), kJson);
}

void send(Response& response, const Json& json) {
  response.set_header("Cache-Control", "no-store");
  response.set_content(json.dump(-1, ' ', false, Json::error_handler_t::replace), kJson);
}

void send(Response& response, const std::optional<Json>& json) {
  if (json) {
    send(response, *json);
  } else {
    refuse(response, 404, "there is no such thing here");
  }
}

// The page asks under a name that changes with each start, so browsers may keep it.
void send_picture(Response& response, const std::optional<std::string>& bytes, const char* type) {
  if (!bytes) {
    refuse(response, 404, "there is no such picture here");
    return;
  }
  response.set_header("Cache-Control", "private, max-age=86400, immutable");
  response.set_content(*bytes, type);
}

// Tells the page of anything that goes wrong.
template <class Job>
void answer(Response& response, const Job& job) {
  try {
    job();
  } catch (const InputError& error) {
    refuse(response, 422, error.what());
  } catch (const std::exception& error) {
    refuse(response, 500, fault_text(error));
  }
}

std::int64_t number(const std::string& digits) {
  std::int64_t value = -1;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

std::size_t place(const Request& request, std::size_t group) {
  return static_cast<std::size_t>(number(request.matches[group].str()));
}

std::int64_t parameter(const Request& request, const char* name, std::int64_t otherwise) {
  return request.has_param(name) ? number(request.get_param_value(name)) : otherwise;
}

std::optional<PixelSize> given_size(const Request& request) {
  if (!request.has_param("mpp")) {
    return std::nullopt;
  }
  const std::string text = request.get_param_value("mpp");
  double size = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), size);
  if (fault != std::errc{} || end != text.data() + text.size() || !(size >= kSmallestPixelUm) ||
      size > kLargestPixelUm) {
    throw InputError("the pixel size must be between " + decimal(kSmallestPixelUm) + " and " +
                     decimal(kLargestPixelUm) + " um");
  }
  return PixelSize{size, size};
}

// Takes a body piece by piece, and no more of it than allowed.
bool read_body(const httplib::ContentReader& reader, std::size_t most, std::ostream& out) {
  std::size_t length = 0;
  return reader([&](const char* bytes, std::size_t count) {
    length += count;
    if (length > most) {
      return false;
    }
    out.write(bytes, static_cast<std::streamsize>(count));
    return out.good();
  });
}

}  // namespace

class Server::Routes {
 public:
  explicit Routes(ServerOptions options)
      : api_(options.paths, options.root, options.load, options.reading) {
    guard_.host = options.host;
    const bool is_open =
        options.host != "127.0.0.1" && options.host != "localhost" && options.host != "::1";
    guard_.token = is_open ? new_token() : "";
    set_up();
    add_page();
    add_reading();
    add_writing();
    take_port(options.port);
  }

  std::string address() const {
    const std::string host =
        guard_.host.find(':') == std::string::npos ? guard_.host : "[" + guard_.host + "]";
    return "http://" + host + ":" + std::to_string(guard_.port) + "/" +
           (guard_.token.empty() ? "" : "?token=" + guard_.token);
  }

  void serve() {
    if (!server_.listen_after_bind()) {
      throw InputError(guard_.host + ":" + std::to_string(guard_.port) + " can't be listened on");
    }
  }

  void stop() { server_.stop(); }

 private:
  void set_up() {
    server_.new_task_queue = [] { return new httplib::ThreadPool(kThreads); };
    server_.set_payload_max_length(kMostUploadBytes);
    // A connection ends with its answer: a body that was refused unread, by a page of another site
    // say, would be taken for the next request.
    server_.set_keep_alive_max_count(1);
    server_.set_tcp_nodelay(true);
    // Without SO_REUSEPORT, httplib's habit: two viewers would share a port, request by request.
    server_.set_socket_options([](socket_t socket) {
      const int yes = 1;
      setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    });
    server_.set_default_headers({{"Content-Security-Policy", kPolicy},
                                 {"X-Content-Type-Options", "nosniff"},
                                 {"Referrer-Policy", "no-referrer"},
                                 {"Cross-Origin-Resource-Policy", "same-origin"}});
    server_.set_pre_routing_handler([this](const Request& request, Response& response) {
      using Result = httplib::Server::HandlerResponse;
      return is_let_in(request, response) ? Result::Unhandled : Result::Handled;
    });
  }

  bool is_let_in(const Request& request, Response& response) const {
    const std::string host = request.get_header_value("Host");
    const std::string origin = request.get_header_value("Origin");
    const std::string token = request.get_param_value("token");
    const std::string cookie = request.get_header_value("Cookie");
    const Answer judged = answer_to({.method = request.method,
                                     .host = host,
                                     .origin = origin,
                                     .query_token = token,
                                     .cookie = cookie,
                                     .is_marked = request.has_header(kMark)},
                                    guard_);
    if (judged == Answer::ok) {
      if (!token.empty() && !guard_.token.empty()) {
        response.set_header("Set-Cookie", cookie_name(guard_.port) + "=" + guard_.token +
                                              "; Path=/; HttpOnly; SameSite=Strict");
      }
      return true;
    }
    refuse(response, 403,
           judged == Answer::wrong_host     ? "this name isn't the viewer's"
           : judged == Answer::wrong_origin ? "only the viewer's own page may ask for this"
                                            : "open the address that msmv view printed");
    return false;
  }

  void add_page() {
    const auto file = [](const std::string& name, Response& response) {
      const auto found = page_file(name);
      if (!found) {
        refuse(response, 404, "there is no such page here");
        return;
      }
      response.set_header("Cache-Control", "no-cache");
      response.set_content(found->content.data(), found->content.size(), found->type);
    };
    server_.Get("/", [file](const Request&, Response& response) { file("index.html", response); });
    server_.Get("/page/([a-z_.]{1,40})", [file](const Request& request, Response& response) {
      file(request.matches[1].str(), response);
    });
  }

  void get(const std::string& pattern,
           const std::function<void(const Request&, Response&)>& handle) {
    server_.Get(pattern, [handle](const Request& request, Response& response) {
      answer(response, [&] { handle(request, response); });
    });
  }

  void add_reading() {
    get("/api", [this](const Request&, Response& out) { send(out, api_.overview()); });
    get("/api/collections/(\\d{1,9})",
        [this](const Request& in, Response& out) { send(out, api_.collection(place(in, 1))); });
    get("/api/collections/(\\d{1,9})/slides/(\\d{1,9})", [this](const Request& in, Response& out) {
      send(out, api_.slide(place(in, 1), place(in, 2)));
    });
    get("/api/pictures/(\\d{1,9})",
        [this](const Request& in, Response& out) { send(out, api_.picture(place(in, 1))); });
    get("/api/pictures/(\\d{1,9})/diagnosis", [this](const Request& in, Response& out) {
      send(out, api_.examine(place(in, 1), given_size(in)));
    });
    get("/api/pictures/(\\d{1,9})/activation/(\\d{1,4})\\.png", [this](const Request& in,
                                                                       Response& out) {
      send_picture(out, api_.activation(place(in, 1), given_size(in), place(in, 2)), "image/png");
    });
    get("/api/pictures/(\\d{1,9})/tiles/(\\d{1,2})/(\\d{1,9})_(\\d{1,9})\\.jpg",
        [this](const Request& in, Response& out) {
          const auto tile = api_.tile(place(in, 1), static_cast<int>(place(in, 2)),
                                      number(in.matches[3].str()), number(in.matches[4].str()));
          send_picture(out, tile, "image/jpeg");
        });
    get("/api/pictures/(\\d{1,9})/thumbnail\\.jpg", [this](const Request& in, Response& out) {
      send_picture(out, api_.thumbnail(place(in, 1), parameter(in, "side", 256)), "image/jpeg");
    });
    get("/api/pictures/(\\d{1,9})/region\\.jpg", [this](const Request& in, Response& out) {
      const PixelRect at{parameter(in, "x", -1), parameter(in, "y", -1), parameter(in, "width", 0),
                         parameter(in, "height", 0)};
      constexpr std::int64_t kMost = 100'000'000;
      const bool is_sane = std::max({at.x, at.y, at.width, at.height}) < kMost;
      send_picture(
          out, is_sane ? api_.region(place(in, 1), at, parameter(in, "side", 256)) : std::nullopt,
          "image/jpeg");
    });
  }

  void add_writing() {
    server_.Put(
        "/api/collections/(\\d{1,9})/labels/(\\d{1,9})",
        [this](const Request& in, Response& out, const httplib::ContentReader& body) {
          std::ostringstream label;
          if (!read_body(body, kMostLabelBytes, label)) {
            refuse(out, 413, "a label can't be that long");
            return;
          }
          answer(out, [&] {
            const bool is_there = api_.set_label(place(in, 1), place(in, 2), label.str());
            send(out, is_there ? std::optional(Json{{"label", label.str()}}) : std::nullopt);
          });
        });
    server_.Post("/api/pictures",
                 [this](const Request& in, Response& out, const httplib::ContentReader& body) {
                   answer(out, [&] { take_upload(in, out, body); });
                 });
  }

  void take_upload(const Request& in, Response& out, const httplib::ContentReader& body) {
    const std::filesystem::path path = api_.place_for_drop(in.get_param_value("name"));
    std::ofstream file(path, std::ios::binary);
    const bool is_whole = read_body(body, kMostUploadBytes, file);
    file.close();
    if (!is_whole || !file) {
      std::error_code ignored;
      std::filesystem::remove(path, ignored);
      refuse(out, 413, "the picture is larger than 128 MiB, or didn't come whole");
      return;
    }
    send(out, Json{{"picture", api_.take_dropped(path)}});
  }

  void take_port(int port) {
    guard_.port = port;
    if (port == 0) {
      guard_.port = server_.bind_to_any_port(guard_.host);
    } else if (!server_.bind_to_port(guard_.host, port)) {
      guard_.port = -1;
    }
    if (guard_.port < 0) {
      throw InputError(guard_.host + (port == 0 ? "" : ":" + std::to_string(port)),
                       "can't be listened on: no such address here, or the port is taken");
    }
  }

  Api api_;
  GuardOptions guard_;
  httplib::Server server_;
};

Server::Server(ServerOptions options) : routes_(std::make_unique<Routes>(std::move(options))) {}

Server::~Server() = default;

std::string Server::address() const {
  return routes_->address();
}

void Server::serve() {
  routes_->serve();
}

void Server::stop() {
  routes_->stop();
}

}  // namespace msmv::view
