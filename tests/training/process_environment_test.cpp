#include "msmv/training/process_environment.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <string>

#include "msmv/values/errors.h"

namespace msmv::training {
namespace {

// Sets these of torchrun's variables, and none of the others.
void set_environment(const std::map<std::string, std::string>& variables) {
  for (const char* name : {"RANK", "WORLD_SIZE", "MASTER_ADDR", "MASTER_PORT"}) {
    unsetenv(name);
  }
  for (const auto& [name, value] : variables) {
    setenv(name.c_str(), value.c_str(), 1);
  }
}

TEST(ProcessEnvironment, WithoutAWorldAProcessIsAlone) {
  for (const auto& variables : {std::map<std::string, std::string>{},
                                {{"RANK", "3"}},
                                {{"WORLD_SIZE", "1"}, {"RANK", "0"}}}) {
    set_environment(variables);
    EXPECT_EQ(process_environment().size, 1);
    EXPECT_TRUE(is_first_by_environment());
  }
}

TEST(ProcessEnvironment, SaysWhoThisIsAndWhereAllMeet) {
  set_environment(
      {{"WORLD_SIZE", "4"}, {"RANK", "3"}, {"MASTER_ADDR", "node1"}, {"MASTER_PORT", "29500"}});
  const ProcessEnvironment here = process_environment();
  EXPECT_EQ(here.rank, 3);
  EXPECT_EQ(here.size, 4);
  EXPECT_EQ(here.master, "node1");
  EXPECT_EQ(here.port, 29500);
  EXPECT_FALSE(is_first_by_environment());
}

TEST(ProcessEnvironment, ANumberOnItsMachineIsLocalRank) {
  EXPECT_EQ(local_rank(), 0);
  setenv("LOCAL_RANK", "3", 1);
  EXPECT_EQ(local_rank(), 3);
  setenv("LOCAL_RANK", "first", 1);
  EXPECT_THROW(local_rank(), InputError);
  unsetenv("LOCAL_RANK");
}

TEST(ProcessEnvironment, IncompleteItIsToldSo) {
  const std::map<std::string, std::string> whole = {
      {"WORLD_SIZE", "2"}, {"RANK", "0"}, {"MASTER_ADDR", "node1"}, {"MASTER_PORT", "29500"}};
  for (const char* missing : {"RANK", "MASTER_ADDR", "MASTER_PORT"}) {
    auto variables = whole;
    variables.erase(missing);
    set_environment(variables);
    EXPECT_THROW(process_environment(), InputError) << missing;
  }
  for (const auto& [name, wrong] : {std::pair{"RANK", "2"},
                                    {"RANK", "-1"},
                                    {"WORLD_SIZE", "two"},
                                    {"WORLD_SIZE", "0"},
                                    {"MASTER_PORT", "65536"}}) {
    auto variables = whole;
    variables[name] = wrong;
    set_environment(variables);
    EXPECT_THROW(process_environment(), InputError) << name << "=" << wrong;
  }
  set_environment({});
}

}  // namespace
}  // namespace msmv::training
