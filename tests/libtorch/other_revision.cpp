// Looks like libmsmv_torch.so of another revision.

extern "C" __attribute__((visibility("default"))) const char* msmv_libtorch_revision() {
  return "0123abc";
}
extern "C" __attribute__((visibility("default"))) const void* msmv_libtorch_functions() {
  return nullptr;  // what would be called
}
