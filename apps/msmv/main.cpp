#include "run.h"

int main(int argc, char** argv) {
  return msmv::app::run(argc, argv);
}
