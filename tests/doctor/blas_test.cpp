#include "msmv/doctor/blas.h"

#include <gtest/gtest.h>

namespace msmv::doctor {
namespace {

TEST(NameBlas, TellsTheReferenceFromFastOnes) {
  const Blas open = name_blas("/usr/lib/x86_64-linux-gnu/openblas-openmp/libblas.so.3",
                              "OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH Zen");
  EXPECT_EQ(open.name, "OpenBLAS 0.3.21");
  EXPECT_FALSE(open.is_reference);
  const Blas reference = name_blas("/usr/lib/x86_64-linux-gnu/blas/libblas.so.3.11.0", "");
  EXPECT_EQ(reference.name, "reference BLAS");
  EXPECT_TRUE(reference.is_reference);
}

// OpenBLAS may be loaded for another library's sake while LibTorch calls the reference.
TEST(NameBlas, GoesByThePathNotByWhatElseIsLoaded) {
  EXPECT_TRUE(
      name_blas("/usr/lib/x86_64-linux-gnu/blas/libblas.so.3", "OpenBLAS 0.3.21 x").is_reference);
  EXPECT_EQ(name_blas("/opt/intel/libmkl_rt.so.2", "").name, "MKL");
  EXPECT_EQ(name_blas("/usr/lib/x86_64-linux-gnu/blis-openmp/libblas.so.4", "").name, "BLIS");
  EXPECT_EQ(name_blas("/opt/libtorch/lib/libtorch_cpu.so", "").name, "built into LibTorch");
  EXPECT_EQ(name_blas("/opt/libopenblas.so", "").name, "OpenBLAS");
}

TEST(LoadedBlas, IsAFileThatExists) {
  const Blas blas = loaded_blas();
  EXPECT_TRUE(std::filesystem::is_regular_file(blas.path)) << blas.name << " " << blas.path;
}

}  // namespace
}  // namespace msmv::doctor
