#include "msmv/doctor/build_facts.h"

#include <gtest/gtest.h>

#include <regex>

namespace msmv::doctor {
namespace {

TEST(Libraries, AllTellAVersionOfNumbers) {
  const auto all = libraries();
  EXPECT_EQ(all.size(), 8U);
  for (const Library& library : all) {
    EXPECT_TRUE(std::regex_match(library.version, std::regex(R"(\d+\.\d+(\.\d+)?)")))
        << library.name << ": " << library.version;
  }
}

TEST(VersionText, BeginsWithNameVersionAndRevision) {
  const std::string text = version_text();
  const std::regex first_line(R"(^msmv \d+\.\d+\.\d+ \([0-9a-z.-]+, \w+\)\n[^]*)");
  EXPECT_TRUE(std::regex_match(text, first_line)) << text;
  for (const char* name : {"\ncompiler ", "\nLibTorch ", "\nOpenVINO ", "\nprocessor "}) {
    EXPECT_NE(text.find(name), std::string::npos) << name << " is not in\n" << text;
  }
}

}  // namespace
}  // namespace msmv::doctor
