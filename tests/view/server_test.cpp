#include "msmv/view/server.h"

#include <gtest/gtest.h>
#include <httplib.h>

#include <fstream>
#include <thread>

#include "classify/small_slide.h"
#include "msmv/config/json.h"
#include "msmv/values/errors.h"
#include "view/small_run.h"

namespace msmv::view {
namespace {

// A server of a run's folder and its pictures; what lies beside them is no one's business.
class AskServer : public ::testing::Test {
 protected:
  AskServer() {
    write_field_run(folder_.path());
    write_text(folder_ / "secret.png", "secret");
    std::filesystem::create_symlink(folder_ / "secret.png", folder_ / "fields/link.png");
  }
  ~AskServer() override { end(); }

  void start(const std::string& host = "127.0.0.1") {
    ServerOptions options{.paths = {(folder_ / "out").string(), (folder_ / "fields").string()},
                          .host = host};
    options.load = [this] {
      model::write(folder_ / "m.safetensors", testing::small_slide_model());
      return Expert{load_model(folder_ / "m.safetensors", {}), nullptr};
    };
    server_ = std::make_unique<Server>(options);
    address_ = server_->address();
    const std::size_t colon = address_.rfind(':');
    port_ = std::stoi(address_.substr(colon + 1));
    thread_ = std::thread([this] { server_->serve(); });
    client_ = std::make_unique<httplib::Client>("127.0.0.1", port_);
    client_->set_url_encode(false);
    for (int i = 0; i < 100 && !client_->Get("/page/style.css"); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
  }

  void end() {
    if (thread_.joinable()) {
      server_->stop();
      thread_.join();
    }
  }

  int status(const std::string& path, const httplib::Headers& headers = {}) {
    const auto result = client_->Get(path, headers);
    return result ? result->status : -1;
  }

  // -1 where the server hung up on a body that it wouldn't read.
  int put(const std::string& path, const httplib::Headers& headers, const std::string& body) {
    const auto result = client_->Put(path, headers, body, "text/plain");
    return result ? result->status : -1;
  }

  testing::TemporaryFolder folder_;
  std::unique_ptr<Server> server_;
  std::unique_ptr<httplib::Client> client_;
  std::thread thread_;
  std::string address_;
  int port_ = 0;
};

const httplib::Headers kMarked = {{"X-Msmv", "1"}};

TEST_F(AskServer, ServesThePageAndItsData) {
  start();
  const auto page = client_->Get("/");
  ASSERT_TRUE(page);
  EXPECT_NE(page->body.find("<main"), std::string::npos);
  EXPECT_NE(page->get_header_value("Content-Security-Policy").find("default-src 'self'"),
            std::string::npos);
  EXPECT_EQ(status("/page/leaflet.min.js"), 200);
  EXPECT_EQ(status("/api/pictures/0/thumbnail.jpg?side=64"), 200);
  EXPECT_EQ(status("/api/pictures/0/tiles/9/1_0.jpg"), 200);
  const auto run = client_->Get("/api/collections/0");
  EXPECT_EQ(Json::parse(run->body)["rows"].size(), 3U);
}

TEST_F(AskServer, NothingElseIsThere) {
  start();
  for (const char* path :
       {"/secret.png",
        "/page/../secret.png",
        "/page/%2e%2e/secret.png",
        "/page/..%2fsecret.png",
        "/../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "//etc/passwd",
        "/page//etc/passwd",
        "/page/link.png",
        "/fields/a.png",
        "/api/pictures/../secret.png",
        "/api/pictures/9",
        "/api/pictures/999999999",
        "/api/pictures/-1",
        "/api/pictures/0x0",
        "/api/pictures/99999999999999999999/tiles/0/0_0.jpg",
        "/api/pictures/0/tiles/99/0_0.jpg",
        "/api/pictures/0/tiles/9/999999999_0.jpg",
        "/api/collections/7",
        "/api/pictures/0%00",
        "/api/pictures/0/region.jpg?x=9223372036854775807&y=1&width=9&height=9"}) {
    EXPECT_EQ(status(path), 404) << path;
  }
}

TEST_F(AskServer, OtherSitesAndNamesAreTurnedAway) {
  start();
  EXPECT_EQ(status("/api", {{"Host", "evil.example"}}), 403);
  EXPECT_EQ(status("/api", {{"Origin", "http://evil.example"}}), 403);
  EXPECT_NE(put("/api/collections/0/labels/0", {}, "Benign"), 200);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "out/labels.csv"));
  EXPECT_EQ(put("/api/collections/0/labels/0", kMarked, "Benign"), 200);
  EXPECT_TRUE(std::filesystem::exists(folder_ / "out/labels.csv"));
}

// Any site may have a browser send a body of plain text; it must not be read as a request.
TEST_F(AskServer, ARefusedBodyIsNoRequest) {
  start();
  const std::string hidden =
      "PUT /api/collections/0/labels/0 HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port_) +
      "\r\nX-Msmv: 1\r\nContent-Length: 6\r\n\r\nBenign";
  httplib::Client other("127.0.0.1", port_);
  other.set_keep_alive(true);
  for (const char* path : {"/api/pictures?name=a.png", "/api/collections/0/labels/0", "/nothing"}) {
    other.Post(path, {{"Origin", "http://evil.example"}}, hidden, "text/plain");
  }
  EXPECT_EQ(status("/api"), 200);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "out/labels.csv"));
}

TEST_F(AskServer, FaultsAreToldAndTheRestGoesOn) {
  start();
  EXPECT_EQ(put("/api/collections/0/labels/0", kMarked, "Blue"), 422);
  const std::string large(5000, 'a');
  EXPECT_NE(put("/api/collections/0/labels/0", kMarked, large), 200);
  EXPECT_EQ(put("/api/collections/0/labels/9", kMarked, "Benign"), 404);
  const auto upload =
      client_->Post("/api/pictures?name=a.png", kMarked, "no picture", "text/plain");
  EXPECT_EQ(upload->status, 422);
  EXPECT_NE(upload->body.find("picture"), std::string::npos);
  EXPECT_EQ(status("/api/pictures/0/diagnosis?mpp=0"), 422);
  EXPECT_EQ(status("/api"), 200);
}

TEST_F(AskServer, ADroppedPictureIsClassified) {
  start();
  write_ramp(folder_ / "new.png", 320, 300);
  const auto upload =
      client_->Post("/api/pictures?name=new.png", kMarked, testing::read_file(folder_ / "new.png"),
                    "application/octet-stream");
  ASSERT_EQ(upload->status, 200) << upload->body;
  const std::string number = Json::parse(upload->body)["picture"].dump();
  const auto diagnosis = client_->Get("/api/pictures/" + number + "/diagnosis?mpp=0.42");
  ASSERT_EQ(diagnosis->status, 200) << diagnosis->body;
  EXPECT_TRUE(Json::parse(diagnosis->body).contains("class")) << diagnosis->body;
}

TEST_F(AskServer, OnANetworkOnlyTheInvitedAreLetIn) {
  start("0.0.0.0");
  const std::size_t at = address_.find("/?token=");
  ASSERT_NE(at, std::string::npos);
  EXPECT_EQ(status("/api"), 403);
  const auto invited = client_->Get("/" + address_.substr(at + 1));
  ASSERT_EQ(invited->status, 200);
  const std::string cookie = invited->get_header_value("Set-Cookie");
  EXPECT_NE(cookie.find("HttpOnly; SameSite=Strict"), std::string::npos);
  EXPECT_EQ(status("/api", {{"Cookie", cookie.substr(0, cookie.find(';'))}}), 200);
}

TEST_F(AskServer, APortThatIsTakenIsAFault) {
  start();
  ServerOptions second{.paths = {(folder_ / "fields").string()}, .port = port_};
  EXPECT_THROW(Server{second}, InputError);
  EXPECT_THROW(Server({.paths = {(folder_ / "fields").string()}, .host = "203.0.113.1"}),
               InputError);
}

}  // namespace
}  // namespace msmv::view
