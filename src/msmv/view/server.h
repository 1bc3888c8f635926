#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "msmv/image/read.h"
#include "msmv/view/examine.h"

namespace msmv::view {

struct ServerOptions {
  std::vector<std::string> paths;  // fields, slides, folders, tables of runs
  std::filesystem::path root;      // a folder that a table's pictures lie in
  std::string host = "127.0.0.1";  // to listen on; any but loopback asks for a token
  int port = 0;                    // 0: any that is free
  image::ReadOptions reading;
  std::function<Expert()> load;  // asked for a model when the first picture is to be classified
};

// Serves the page and what it asks for. docs/viewer.md says what it shows and how it is kept in.
class Server {
 public:
  // Reads what was given and takes the port. Throws InputError for what can't be read, and for a
  // host or port that can't be had.
  explicit Server(ServerOptions options);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Where the page is, with the token if there is one.
  std::string address() const;

  // Answers requests until stop() is called, from another thread.
  void serve();
  void stop();

 private:
  class Routes;
  std::unique_ptr<Routes> routes_;
};

}  // namespace msmv::view
