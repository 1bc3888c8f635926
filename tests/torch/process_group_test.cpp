#include "msmv/torch/process_group.h"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <torch/torch.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <vector>

#include "msmv/torch/trainer.h"
#include "msmv/training/initial_fdnet.h"
#include "msmv/training/process_environment.h"
#include "msmv/values/errors.h"
#include "temporary_folder.h"
#include "training/tiny_data.h"

namespace msmv::libtorch {
namespace {

// A port of the loopback that nobody has.
int free_port() {
  const int listener = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  bind(listener, reinterpret_cast<sockaddr*>(&address), size);
  getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
  close(listener);
  return ntohs(address.sin_port);
}

// Runs job in two processes of one group; their exit codes. Each process is this program anew, as
// LibTorch's threads don't survive a fork: job is the name of the test that plays its part.
std::vector<int> run_two(const std::string& part, const std::filesystem::path& folder) {
  const std::string port = std::to_string(free_port());
  std::vector<pid_t> children;
  for (const char* rank : {"0", "1"}) {
    const pid_t child = fork();
    if (child == 0) {
      setenv("RANK", rank, 1);
      setenv("WORLD_SIZE", "2", 1);
      setenv("MASTER_ADDR", "127.0.0.1", 1);
      setenv("MASTER_PORT", port.c_str(), 1);
      setenv("MSMV_TEST_FOLDER", folder.c_str(), 1);
      setenv("OMP_NUM_THREADS", "1", 1);
      const std::string filter = "--gtest_filter=" + part;
      execl("/proc/self/exe", "training_test", filter.c_str(), "--gtest_also_run_disabled_tests",
            "--gtest_brief=1", nullptr);
      _exit(127);
    }
    children.push_back(child);
  }
  std::vector<int> codes;
  for (const pid_t child : children) {
    int status = 0;
    waitpid(child, &status, 0);
    codes.push_back(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
  }
  return codes;
}

std::filesystem::path folder_of_parent() {
  const char* folder = std::getenv("MSMV_TEST_FOLDER");
  return folder == nullptr ? "" : folder;
}

training::Config group_config() {
  auto config = training::frozen_config();
  config.batch = 6;
  config.micro_batch = 3;  // a batch is cut alike by one process and by two
  config.dropout = 0.3;
  return config;
}

weights::Tensors trained_in(const std::filesystem::path& folder) {
  weights::Tensors kept;
  training::RunOptions run{.folder = folder};
  run.keep = [&](const weights::Tensors& tensors, const Json&) { kept = tensors; };
  train_by_libtorch(training::tiny_network(), group_config(), training::encoded_data(6),
                    training::initial_fdnet(training::tiny_network(), 1), run);
  return kept;
}

std::vector<Json> log_in(const std::filesystem::path& folder) {
  std::vector<Json> lines;
  std::ifstream stream(folder / "log.jsonl");
  for (std::string line; std::getline(stream, line);) {
    lines.push_back(Json::parse(line));
  }
  return lines;
}

TEST(Group, OneAloneSumsToWhatItHas) {
  Group alone;
  EXPECT_EQ(alone.size(), 1);
  EXPECT_EQ(alone.sum(std::vector<double>{2, 3}), (std::vector<double>{2, 3}));
}

TEST(Group, OneAloneAgreesWithItself) {
  EXPECT_TRUE(Group().all_say("something"));
}

TEST(Group, OneByItsEnvironmentIsAlone) {
  EXPECT_EQ(Group::from_environment(torch::kCPU).size(), 1);
  EXPECT_TRUE(Group::from_environment(torch::kCPU).is_first());
}

TEST(GroupPart, DISABLED_SumsItsRank) {
  auto group = Group::from_environment(torch::kCPU);
  const auto tensor = torch::full({3}, 1.0F + static_cast<float>(group.rank()));
  const auto other = torch::full({2, 2}, 10.0F * static_cast<float>(group.rank() + 1));
  group.sum(std::vector<torch::Tensor>{tensor, other});
  EXPECT_TRUE(torch::equal(tensor, torch::full({3}, 3.0F)));
  EXPECT_TRUE(torch::equal(other, torch::full({2, 2}, 30.0F)));
  EXPECT_TRUE(group.all_say("the same"));
  EXPECT_FALSE(group.all_say("rank " + std::to_string(group.rank())));
}

TEST(Group, TwoProcessesSumTheirTensors) {
  EXPECT_EQ(run_two("GroupPart.DISABLED_SumsItsRank", ""), (std::vector<int>{0, 0}));
}

TEST(GroupPart, DISABLED_Trains) {
  trained_in(folder_of_parent());
}

TEST(Group, TwoProcessesHaveTheLossesOfOneWithTheSameBatch) {
  const testing::TemporaryFolder one;
  const testing::TemporaryFolder two;
  trained_in(one.path());
  EXPECT_EQ(run_two("GroupPart.DISABLED_Trains", two.path()), (std::vector<int>{0, 0}));
  const auto wanted = log_in(one.path());
  const auto got = log_in(two.path());
  ASSERT_EQ(got.size(), wanted.size());
  for (std::size_t i = 0; i < got.size(); ++i) {
    // Sums of two halves are rounded otherwise than a whole.
    EXPECT_NEAR(got[i].at("train_loss").get<double>(), wanted[i].at("train_loss").get<double>(),
                1e-5);
    EXPECT_NEAR(got[i].at("val_loss").get<double>(), wanted[i].at("val_loss").get<double>(), 1e-5);
    EXPECT_EQ(got[i].at("train_samples"), wanted[i].at("train_samples"));
    EXPECT_EQ(got[i].at("val_accuracy"), wanted[i].at("val_accuracy"));
  }
}

TEST(GroupPart, DISABLED_OneBeginsOtherwise) {
  const bool is_first = training::is_first_by_environment();
  auto data = training::encoded_data(6);
  data.fingerprint = is_first ? "some" : "others";
  try {
    train_by_libtorch(training::tiny_network(), group_config(), data,
                      training::initial_fdnet(training::tiny_network(), 1),
                      {.folder = folder_of_parent()});
    FAIL() << "trained together";
  } catch (const InputError& error) {
    EXPECT_EQ(error.fault(), "the processes don't begin from the same state");
  }
}

TEST(Group, ProcessesThatBeginOtherwiseAllStop) {
  const testing::TemporaryFolder folder;
  EXPECT_EQ(run_two("GroupPart.DISABLED_OneBeginsOtherwise", folder.path()),
            (std::vector<int>{0, 0}));
}

constexpr int kKilled = 9;

TEST(GroupPart, DISABLED_OneIsKilled) {
  auto group = Group::from_environment(torch::kCPU);
  group.sum(std::vector<double>{1});
  if (group.rank() == 1) {
    _exit(kKilled);
  }
  try {
    group.sum(std::vector<double>{1});
    FAIL() << "went on without the other";
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what()).find("process 0 of 2 lost the others"), std::string::npos)
        << error.what();
  }
}

TEST(Group, WhenOneIsKilledTheOtherStopsWithAnError) {
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(run_two("GroupPart.DISABLED_OneIsKilled", ""), (std::vector<int>{0, kKilled}));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(60));
}

}  // namespace
}  // namespace msmv::libtorch
