/*
 * What kernel.cc and descent.cc share behind Node-API: which instruction set is used, memory that
 * vectors can take, a call's memory and plan, and how functions are exported. It is included once,
 * with BINDING, after the file's own Kernel.
 */
#include <cstdlib>

#include <node_api.h>

extern const Kernel plainKernel;
#ifdef __x86_64__
extern const Kernel avx2Kernel;
extern const Kernel avx512Kernel;
#endif

namespace {

const char *chosenName = "plain";
const Kernel *chosen = &plainKernel;

void choose() {
#ifdef __x86_64__
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")) {
    chosen = &avx512Kernel;
    chosenName = "avx512";
  } else if (__builtin_cpu_supports("avx2")) {
    chosen = &avx2Kernel;
    chosenName = "avx2";
  }
#endif
}

/** The memory and the plan that a call names; null where it names none, and Node throws. */
template <class P>
P *planOf(napi_env env, napi_value memory, napi_value at, char **base, size_t *bytes) {
  void *data = nullptr;
  uint32_t address = 0;
  if (napi_get_arraybuffer_info(env, memory, &data, bytes) != napi_ok ||
      napi_get_value_uint32(env, at, &address) != napi_ok || address + sizeof(P) > *bytes) {
    napi_throw_range_error(env, nullptr, "expected memory that holds a plan, and its address");
    return nullptr;
  }
  *base = static_cast<char *>(data);
  return reinterpret_cast<P *>(*base + address);
}

void release(napi_env, void *data, void *) { std::free(data); }

/** Memory that starts at a multiple of 64, as the vectors want it. */
napi_value callAllocate(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value given;
  napi_get_cb_info(env, info, &count, &given, nullptr, nullptr);
  double bytes = 0;
  napi_get_value_double(env, given, &bytes);
  const size_t whole = (size_t(bytes) + 63) / 64 * 64;
  void *data = std::aligned_alloc(64, whole);
  if (data == nullptr) {
    napi_throw_error(env, nullptr, "no memory for the kernel");
    return nullptr;
  }
  std::memset(data, 0, whole);
  napi_value buffer = nullptr;
  if (napi_create_external_arraybuffer(env, data, whole, release, nullptr, &buffer) != napi_ok) {
    std::free(data);
    napi_throw_error(env, nullptr, "this Node takes no memory from outside");
  }
  return buffer;
}

/** Takes the named instruction set, if this processor has it, else the best; answers which. */
napi_value callUse(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value given;
  napi_get_cb_info(env, info, &count, &given, nullptr, nullptr);
  char name[16] = "";
  if (count > 0) napi_get_value_string_utf8(env, given, name, sizeof name, nullptr);
  choose();
  const char *best = chosenName;
  if (std::strcmp(name, "plain") == 0) {
    chosen = &plainKernel;
    chosenName = "plain";
  }
#ifdef __x86_64__
  if (std::strcmp(name, "avx2") == 0 && std::strcmp(best, "plain") != 0) {
    chosen = &avx2Kernel;
    chosenName = "avx2";
  }
#endif
  napi_value answer;
  napi_create_string_utf8(env, chosenName, NAPI_AUTO_LENGTH, &answer);
  return answer;
}

/** A function that Node calls, by its name. */
struct Exported {
  const char *name;
  napi_callback call;
};

/** Exports functions, and the hash of the source: what was built from another one is refused. */
template <size_t COUNT>
napi_value exportAll(napi_env env, napi_value exports, const Exported (&functions)[COUNT]) {
  choose();
  for (const auto &function : functions) {
    napi_value value;
    napi_create_function(env, function.name, NAPI_AUTO_LENGTH, function.call, nullptr, &value);
    napi_set_named_property(env, exports, function.name, value);
  }
  napi_value source;
  napi_create_string_utf8(env, SOURCE, NAPI_AUTO_LENGTH, &source);
  napi_set_named_property(env, exports, "source", source);
  return exports;
}

}  // namespace

extern "C" __attribute__((visibility("default"))) int32_t node_api_module_get_api_version_v1() {
  return 8;
}
